import type { Format, ResultKind } from '../../types';

/** The title of a result, and what its rows are. */
export interface KindText {
  readonly title: string;
  readonly note: string;
}

export const kindTexts: Record<ResultKind, KindText> = {
  monthly: {
    title: 'Monthly views',
    note: 'Views summed per channel, video and month.',
  },
  gapsRanges: {
    title: 'By gap',
    note: 'One row per gap; start and end inclusive.',
  },
  gapsDates: { title: 'By day', note: 'One row per missing day.' },
  gapsList: {
    title: 'By video',
    note: 'One row per video listing (channel, video, upload date).',
  },
  snapshot: {
    title: 'Snapshot',
    note: 'The count of every video on one day.',
  },
  unanswered: { title: 'No count', note: 'Videos without a count, and why.' },
  combined: {
    title: 'Combined',
    note: 'All input rows, then the snapshot rows.',
  },
};

export const gapForms: readonly ResultKind[] = ['gapsRanges', 'gapsDates', 'gapsList'];

export const formatTexts: Record<Format, string> = {
  parquet: 'Parquet',
  csv: 'CSV',
  'spreadsheet.csv': 'CSV (Excel-safe)',
  arrow: 'Arrow file',
  arrows: 'Arrow stream',
};

/** Additional notes on formats. */
export const formatTitles: Partial<Record<Format, string>> = {
  'spreadsheet.csv':
    'Adds ’ before cells that Excel would run as formulas (IDs that start with -).',
};

/** The columns of each result. */
export const columnsOf: Record<ResultKind, readonly string[]> = {
  monthly: ['channel_id', 'video_id', 'month', 'aggViewCount'],
  gapsRanges: ['channel_id', 'video_id', 'created_date', 'gap_start', 'gap_end', 'days', 'kind'],
  gapsDates: ['channel_id', 'video_id', 'created_date', 'missing_date'],
  gapsList: ['channel_id', 'video_id', 'created_date', 'missing_dates'],
  snapshot: ['channel_id', 'video_id', 'created_date', 'date', 'viewCount'],
  unanswered: ['video_id', 'reason'],
  combined: ['channel_id', 'video_id', 'created_date', 'date', 'viewCount'],
};
