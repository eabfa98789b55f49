import { expect, test } from 'vitest';
import type { Engine } from '../../generated/daytally.js';
import { failure } from '../../testing/fake_file';
import type { Files } from './files';
import { firstRows } from './first_values';

const length = 300 * 1024;

/** An engine that knows a column of the path, and one whose first page needs most of the file. */
const engine = {
  valuesAt: (_file: number, _rowGroup: number, column: string) => {
    if (column === 'none') throw failure('missing_column', 'the file has no such column');
    return column === 'path' ? new Float64Array() : Float64Array.of(0, length);
  },
  firstRows: (
    _file: number,
    _rowGroup: number,
    column: string,
    bytes: Uint8Array,
    rows: number,
  ) => {
    if (column === 'path') return Array.from({ length: rows }, () => 'key');
    if (bytes.length < length) throw failure('corrupt', 'a page cannot be read');
    return ['a', undefined, 'c'].slice(0, rows);
  },
} as unknown as Engine;

const files = {
  open: async () => {},
  source: async () => ({
    slice: async (start: number, end: number) => new ArrayBuffer(end - start),
  }),
} as unknown as Files;

test('rows of columns are read from more bytes until they are whole', async () => {
  const place = { file: 0, rowGroup: 0 };
  const found = await firstRows(engine, files, place, ['text', 'none', 'path'], 3);
  expect(found).toEqual([
    ['a', null, 'key'],
    [null, null, 'key'],
    ['c', null, 'key'],
  ]);
  expect(await firstRows(engine, files, place, ['none'], 3)).toEqual([]);
});
