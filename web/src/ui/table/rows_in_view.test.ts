import { expect, test } from 'vitest';
import type { RowSource } from '../../types';
import { CellRange } from './cell_range';
import { withoutColumns } from './rows_in_view';

const source: RowSource = {
  kind: 'gapsRanges',
  length: 9,
  rows: async (start) => ({
    columns: [
      { name: 'video_id', type: 'text' },
      { name: 'gap_start', type: 'day' },
      { name: 'days', type: 'integer' },
    ],
    start,
    rows: [['a', null, 9_007_199_254_740_993n]],
  }),
};

test('hidden columns are in no row, and not copied', async () => {
  const shown = withoutColumns(source, ['gap_start']);
  expect(shown).toMatchObject({ kind: 'gapsRanges', length: 9 });
  const rows = await shown.rows(4, 5);
  expect(rows.start).toBe(4);
  expect(rows.columns.map(({ name }) => name)).toEqual(['video_id', 'days']);
  expect(rows.rows).toEqual([['a', 9_007_199_254_740_993n]]);
  const range = new CellRange({ row: 4, column: 0 }, { row: 4, column: 1 });
  expect(range.text(rows)).toBe('video_id\tdays\na\t9007199254740993');
});
