import { tableFromIPC } from '@uwdata/flechette';
import { expect, test } from 'vitest';
import { decode } from '../results/decode';
import { fakeRows } from '../testing/fake_rows';
import { joinStreams } from './join';

test.each(['monthly', 'gapsList', 'unanswered'] as const)('joins streams of %s', (kind) => {
  const streams = [fakeRows(kind, 0, 3), fakeRows(kind, 3, 0), fakeRows(kind, 3, 70)];
  const joined = decode(joinStreams(streams));
  expect(joined.columns).toEqual(decode(fakeRows(kind, 0, 1)).columns);
  expect(joined.rows).toHaveLength(73);
  expect(joined.rows).toEqual(streams.flatMap((stream) => decode(stream).rows));
});

test('a single stream stays unchanged', () => {
  const stream = fakeRows('monthly', 0, 5);
  expect(joinStreams([stream])).toEqual(stream);
});

test('streams without rows still have columns', () => {
  const table = tableFromIPC(joinStreams([fakeRows('snapshot', 0, 0)]));
  expect(table.numRows).toBe(0);
  expect(table.numCols).toBe(5);
});

test('bytes that are not a stream are refused', () => {
  expect(() => joinStreams([new Uint8Array(4)])).toThrow('no Arrow IPC stream');
  const stream = fakeRows('monthly', 0, 1);
  expect(() => joinStreams([stream.subarray(0, 40)])).toThrow('no Arrow');
  expect(() => joinStreams([stream.subarray(0, stream.length - 8)])).toThrow('without its end');
});
