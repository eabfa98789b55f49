import { expect, test } from 'vitest';
import type { Dataset } from '../../types';
import { isShort } from './short';

function dataset(rows: number, bytes: number, more: Partial<Dataset['plan']> = {}): Dataset {
  const plan = { rows, bytes, files: [0], warnings: [], ...more };
  return { plan, problems: [] } as unknown as Dataset;
}

test('a run of a few rows is short, and one of many rows or bytes is not', () => {
  expect(isShort(dataset(18_000, 100_000))).toBe(true);
  expect(isShort(dataset(100_000_000, 1_000))).toBe(false);
  expect(isShort(dataset(1_000, 1_000_000_000))).toBe(false);
});

test('a run with a warning, a skipped file or no file is not', () => {
  const warning = { code: 'repeated', message: 'x' } as unknown as Dataset['plan']['warnings'][0];
  expect(isShort(dataset(1, 1, { warnings: [warning] }))).toBe(false);
  expect(isShort(dataset(1, 1, { files: [] }))).toBe(false);
  const problems = [{ message: 'x' }] as unknown as Dataset['problems'];
  expect(isShort({ ...dataset(1, 1), problems })).toBe(false);
});
