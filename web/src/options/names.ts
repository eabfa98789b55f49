import type { Format, ResultKind, Role } from '../types';

/** Returns the names of a string type; the compiler requires each of them, once. */
export function all<Name extends string>(names: Readonly<Record<Name, true>>): readonly Name[] {
  return Object.keys(names) as Name[];
}

export const roleNames = all<Role>({
  channelId: true,
  videoId: true,
  createdDate: true,
  date: true,
  viewCount: true,
});

export const resultNames = all<ResultKind>({
  monthly: true,
  gapsList: true,
  gapsDates: true,
  gapsRanges: true,
  snapshot: true,
  unanswered: true,
  combined: true,
});

export const formatNames = all<Format>({
  parquet: true,
  csv: true,
  'spreadsheet.csv': true,
  arrow: true,
  arrows: true,
});
