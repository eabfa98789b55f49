import type { Column } from '../../types';

/** The titles of columns by their names in files. */
const titles: Readonly<Record<string, string>> = {
  channel_id: 'Channel ID',
  video_id: 'Video ID',
  created_date: 'Upload date',
  date: 'Date',
  month: 'Month',
  viewCount: 'Views',
  aggViewCount: 'Views',
  missing_date: 'Missing date',
  missing_dates: 'Missing dates',
  gap_start: 'Gap start',
  gap_end: 'Gap end',
  days: 'Days',
  kind: 'Kind',
  reason: 'Reason',
};

/** Returns the title of a column. */
export function titleOf({ name }: Pick<Column, 'name'>): string {
  return titles[name] ?? name;
}

/** Whether the cells of a column are ids. */
export function isId({ name }: Column): boolean {
  return name === 'channel_id' || name === 'video_id';
}

/** Whether a bar behind a number of the column shows how large it is. */
export function hasBar({ name }: Column): boolean {
  return name === 'days' || name === 'aggViewCount' || name === 'viewCount';
}
