import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DaytallyError, pageCodes } from './errors';
import { all } from './options/names';
import type { ErrorCode } from './types/error_code';

const known = all<ErrorCode>({
  not_parquet: true,
  truncated: true,
  encrypted: true,
  corrupt: true,
  unsupported: true,
  missing_column: true,
  ambiguous_column: true,
  unreadable_type: true,
  unreadable_values: true,
  no_input: true,
  table: true,
  missing_file: true,
  sum_overflow: true,
  provider: true,
  over_limit: true,
  invalid_option: true,
  io: true,
  cancelled: true,
  internal: true,
  crashed: true,
  not_loaded: true,
  closed: true,
  no_result: true,
});

test('the type of codes has those of the crate and of the page, and no others', () => {
  const path = join(import.meta.dirname, '..', '..', 'crate', 'src', 'error.rs');
  const ofCrate = [...readFileSync(path, 'utf8').matchAll(/Self::\w+ => "(\w+)"/g)];
  expect(ofCrate.length).toBeGreaterThan(15);
  const all = new Set([...ofCrate.map(([, code]) => code), ...Object.values(pageCodes)]);
  expect([...known].sort()).toEqual([...all].sort());
});

test('an error of the crate keeps its code', () => {
  const failure = { code: 'truncated', message: 'a.parquet ends.', location: {} };
  expect(DaytallyError.from(failure).code).toBe('truncated' satisfies ErrorCode);
});
