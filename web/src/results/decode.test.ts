import { expect, test } from 'vitest';
import { fakeRows } from '../testing/fake_rows';
import { decode } from './decode';

test('keeps 64-bit integers exact and days whole', () => {
  const { columns, rows } = decode(fakeRows('monthly', 0, 2));
  expect(columns.map(({ type }) => type)).toEqual(['text', 'text', 'text', 'integer']);
  expect(rows[0]?.[3]).toBe(9_007_199_254_740_993n);
  expect(decode(fakeRows('gapsDates', 0, 1)).rows[0]?.slice(2)).toEqual([19_400, 19_440]);
});

test('keeps nulls and lists of days', () => {
  expect(decode(fakeRows('monthly', 4, 1)).rows[0]?.[3]).toBeNull();
  const { columns, rows } = decode(fakeRows('gapsList', 2, 1));
  expect(columns[3]).toEqual({ name: 'missing_dates', type: 'days' });
  expect(rows[0]?.[3]).toEqual([19_440, 19_441, 19_442]);
});

test('has columns when there are no rows', () => {
  expect(decode(fakeRows('unanswered', 0, 0))).toMatchObject({
    columns: [{ name: 'video_id' }, { name: 'reason' }],
    rows: [],
  });
});
