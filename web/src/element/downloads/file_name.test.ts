import { expect, test } from 'vitest';
import { dayNumber } from '../../day';
import type { Filter, ResultKind } from '../../types';
import type { Shown } from '../session/shown';
import { fileName, resultName } from './file_name';

function shown(provider: 'none' | 'simulator' = 'none'): Shown {
  const diagnostics = { firstDay: '2022-10-01', lastDay: '2023-04-17', endDate: '2023-04-18' };
  const options = { runDate: '2026-11-28', provider };
  return { dataset: { name: 'views.parquet' }, outcome: { diagnostics, options } } as never;
}

const october: Filter = { first: dayNumber('2022-10-01') ?? 0, last: dayNumber('2022-10-31') ?? 0 };

test.each<[ResultKind, Filter, string]>([
  ['gapsRanges', {}, 'views_gaps_2022-10-01_2023-04-18.csv'],
  ['gapsDates', october, 'views_gaps-by-day_2022-10-01_2022-10-31.csv'],
  ['gapsList', { id: 'UC' }, 'views_gaps-by-video-filtered_2022-10-01_2023-04-18.csv'],
  ['monthly', { ids: ['a', 'b'] }, 'views_monthly-filtered_2022-10-01_2023-04-17.csv'],
  ['combined', {}, 'views_combined_2022-10-01_2023-04-17.csv'],
  ['snapshot', october, 'views_snapshot_2026-11-28.csv'],
  ['unanswered', {}, 'views_no-count_2026-11-28.csv'],
])('%s with %j is %s', (kind, filter, name) => {
  expect(resultName(shown(), kind, filter, 'csv')).toBe(name);
});

test('made-up counts are marked in the file name', () => {
  const name = resultName(shown('simulator'), 'snapshot', {}, 'parquet');
  expect(name).toBe('views_snapshot-simulated_2026-11-28.parquet');
});

test.each([
  ['a/b\\c:d*e?f"g<h>i|j', 'a_b_c_d_e_f_g_h_i_j'],
  ['..hidden', 'hidden'],
  ['two words\u202e.parquet', 'two_words'],
  ['part\n1.PQ', 'part_1'],
  ['日本語', '日本語'],
  ['...', 'data'],
  ['', 'data'],
  ['𐐷'.repeat(80), '𐐷'.repeat(60)],
  ["=cmd|' C calc'!A0 <svg onload=x>", 'cmd_C_calc_A0_svg_onload_x'],
])('a dataset %j is %s in names', (name, plain) => {
  expect(fileName(name, 'x.csv')).toBe(`${plain}_x.csv`);
});
