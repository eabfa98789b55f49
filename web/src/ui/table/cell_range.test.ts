import { expect, test } from 'vitest';
import type { Rows } from '../../types';
import { CellRange } from './cell_range';

const rows: Rows = {
  columns: [
    { name: 'video_id', type: 'text' },
    { name: 'days', type: 'integer' },
    { name: 'gap_start', type: 'day' },
  ],
  start: 4,
  rows: [
    ['a', 9_007_199_254_740_993n, 19_267],
    [null, 2n, null],
  ],
};

test('copied cells have the names of their columns', () => {
  const range = new CellRange({ row: 4, column: 2 }, { row: 5, column: 1 });
  expect(range.text(rows)).toBe('days\tgap_start\n9007199254740993\t2022-10-02\n2\t');
});

test('a single copied cell is its value alone', () => {
  expect(new CellRange({ row: 4, column: 0 }).text(rows)).toBe('a');
});
