import { DateUnit, date, int64, list, tableFromArrays, tableToIPC, utf8 } from '@uwdata/flechette';
import type { ResultKind } from '../types';

const day = date(DateUnit.DAY);
const types = {
  channel_id: utf8(),
  video_id: utf8(),
  created_date: day,
  date: day,
  month: utf8(),
  aggViewCount: int64(),
  viewCount: int64(),
  missing_date: day,
  missing_dates: list(day),
  gap_start: day,
  gap_end: day,
  days: int64(),
  kind: utf8(),
  reason: utf8(),
};

const columns: Record<ResultKind, (keyof typeof types)[]> = {
  monthly: ['channel_id', 'video_id', 'month', 'aggViewCount'],
  gapsList: ['channel_id', 'video_id', 'created_date', 'missing_dates'],
  gapsDates: ['channel_id', 'video_id', 'created_date', 'missing_date'],
  gapsRanges: ['channel_id', 'video_id', 'created_date', 'gap_start', 'gap_end', 'days', 'kind'],
  snapshot: ['channel_id', 'video_id', 'created_date', 'date', 'viewCount'],
  unanswered: ['video_id', 'reason'],
  combined: ['channel_id', 'video_id', 'created_date', 'date', 'viewCount'],
};

/** Returns made-up rows of a result as an Arrow IPC stream. */
export function fakeRows(kind: ResultKind, start: number, length: number): Uint8Array {
  const rows = Array.from({ length }, (_, i) => start + i);
  const arrays = Object.fromEntries(
    columns[kind].map((name) => [name, rows.map((row) => cellFor(name, row))]),
  );
  const table = tableFromArrays(arrays, { types, useDate: false });
  return tableToIPC(table, { format: 'stream' }) ?? new Uint8Array();
}

function cellFor(name: keyof typeof types, row: number): unknown {
  const at = (days: number) => (19_400 + days) * 86_400_000;
  switch (name) {
    case 'channel_id':
      return row % 97 === 5 ? null : `UC${(row >> 6).toString(36).padStart(8, '0')}`;
    case 'video_id':
      return `v${row.toString(36).padStart(10, '0')}`;
    case 'created_date':
      return at(row % 31);
    case 'date':
    case 'missing_date':
    case 'gap_start':
      return at(40 + (row % 17));
    case 'gap_end':
      return at(60 + (row % 17));
    case 'month':
      return `2023-0${1 + (row % 9)}`;
    case 'aggViewCount':
      return row % 13 === 4 ? null : 9_007_199_254_740_993n + BigInt(row);
    case 'viewCount':
      return BigInt(row * 37);
    case 'missing_dates':
      return Array.from({ length: 1 + (row % 40) }, (_, i) => at(40 + i));
    case 'days':
      return 21n;
    case 'kind':
      return ['leading', 'inner', 'trailing', 'whole'][row % 4];
    case 'reason':
      return 'absent from the answer';
  }
}
