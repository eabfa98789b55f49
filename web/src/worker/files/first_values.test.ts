import { expect, test } from 'vitest';
import type { Engine } from '../../generated/daytally.js';
import { failure } from '../../testing/fake_file';
import type { Files } from './files';
import { firstRows } from './first_values';

const length = 300 * 1024;

/** An engine that knows a column of the path, and one whose first page needs most of the file. */
const engine = {
  valuesAt: (_file: number, _rowGroup: number, column: string) => {
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
  openRows: async () => {},
  source: async () => ({
    slice: async (start: number, end: number) => new ArrayBuffer(end - start),
  }),
} as unknown as Files;

test('first rows are read from more bytes until they are whole', async () => {
  const place = { file: 0, rowGroup: 0 };
  expect(await firstRows(engine, files, place, 'text', 3)).toEqual(['a', null, 'c']);
  expect(await firstRows(engine, files, place, 'path', 2)).toEqual(['key', 'key']);
});
