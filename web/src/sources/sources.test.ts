import { describe, expect, test } from 'vitest';
import { coalesce, readRanges } from './ranges';
import { distinct } from './selection/distinct';
import { entriesOf } from './selection/dropped';
import { isWalked } from './selection/folders';
import { selectFound } from './selection/picked';
import { BlobSource, type FileSource } from './source';

describe('what is chosen', () => {
  test.each([
    ['data', true],
    ['_day=1', true],
    ['_spark_metadata', true],
    ['_temporary', false],
    ['_delta_log', true],
    ['.hoodie', false],
    ['.a=b', false],
  ])('a folder %s is walked: %s', (name, walked) => {
    expect(isWalked(name)).toBe(walked);
  });

  test('distinguishes files of one path', () => {
    const file = (path: string, size: number) => ({ path, blob: new Blob(['x'.repeat(size)]) });
    const files = [
      file('part-0.parquet', 1),
      file('part-0.parquet', 2),
      file('part-0 (2).parquet', 3),
    ];
    expect(distinct(files).map(({ path }) => path)).toEqual([
      'part-0.parquet',
      'part-0 (3).parquet',
      'part-0 (2).parquet',
    ]);
    const keyed = [file('k=1.5/part', 1), file('k=1.5/part', 2)];
    expect(distinct(keyed)[1]?.path).toBe('k=1.5/part (2)');
  });

  test('a file chosen by itself is not in a folder, one inside a folder is', () => {
    const file = new File([], '_odd.txt');
    const found = [
      { file, folderPath: '' },
      { file, folderPath: 'views/_odd.txt' },
    ];
    const { files } = selectFound(found, []);
    expect(files).toEqual([
      { path: '_odd.txt', blob: file },
      { path: 'views/_odd.txt', blob: file, inFolder: true },
    ]);
  });
});

test('all entries of a large folder are read, some at a time', async () => {
  const left = Array.from({ length: 250 }, (_, i) => ({ name: `${i}` }) as FileSystemEntry);
  const readEntries = (resolve: (entries: FileSystemEntry[]) => void) =>
    resolve(left.splice(0, 100));
  const folder = { createReader: () => ({ readEntries }) } as unknown as FileSystemDirectoryEntry;
  expect((await entriesOf(folder)).map(({ name }) => name)).toHaveLength(250);
});

describe('reading ranges', () => {
  test('joins ranges that touch, overlap or are near', () => {
    const spans = [
      { start: 50, end: 60 },
      { start: 0, end: 10 },
      { start: 10, end: 20 },
      { start: 15, end: 18 },
      { start: 25, end: 30 },
    ];
    expect(coalesce(spans, 5)).toEqual([
      { start: 0, end: 30 },
      { start: 50, end: 60 },
    ]);
  });

  test('returns the bytes of each range, in the requested order', async () => {
    const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => i % 251);
    const slices: number[] = [];
    const source: FileSource = {
      path: 'x',
      byteLength: bytes.length,
      slice: async (start, end) => {
        slices.push(start);
        return bytes.slice(start, end).buffer;
      },
    };
    const flat = Float64Array.of(200_000, 200_010, 5, 10, 10, 12, 299_990, 300_000);
    const { parts, reads } = await readRanges(source, flat);
    expect(parts.map(({ start }) => start)).toEqual([200_000, 5, 10, 299_990]);
    for (const { start, bytes: part } of parts) {
      expect(part).toEqual(bytes.slice(start, start + part.length));
    }
    expect(slices.sort((a, b) => a - b)).toEqual([5, 200_000, 299_990]);
    expect(reads).toEqual({ bytes: 7 + 10 + 10, requests: 3 });
  });

  test('reads no more at once than a limit, but each range whole', () => {
    const spans = [0, 10, 20, 30].map((start) => ({ start, end: start + 10 }));
    expect(coalesce(spans, 5, 25)).toEqual([
      { start: 0, end: 20 },
      { start: 20, end: 40 },
    ]);
    const nested = [
      { start: 0, end: 100 },
      { start: 10, end: 20 },
    ];
    expect(coalesce(nested, 5, 25)).toEqual([{ start: 0, end: 100 }]);
  });

  test('reads in pieces what a browser does not read at once', async () => {
    const bytes = Uint8Array.from({ length: 3_000_000 }, (_, i) => i % 251);
    const blob = new Blob([bytes]);
    const reads: number[] = [];
    const slice = (start: number, end: number) => {
      const part = blob.slice(start, end);
      const arrayBuffer = async () => {
        reads.push(part.size);
        if (part.size > 2 ** 20) throw new DOMException('too large', 'NotReadableError');
        return await part.arrayBuffer();
      };
      return { size: part.size, arrayBuffer };
    };
    const limited = { size: bytes.length, slice } as unknown as Blob;
    const source = new BlobSource({ path: 'large.parquet', blob: limited });
    const read = Buffer.from(await source.slice(5, 2_999_990));
    expect(read.equals(bytes.subarray(5, 2_999_990))).toBe(true);
    expect(reads.length).toBeLessThan(12);
  });

  test('a range that no tab can hold names its size and the command line', async () => {
    const source = { path: 'huge.parquet', byteLength: 2 ** 33 } as FileSource;
    const flat = Float64Array.of(4, 2 ** 31 + 2 ** 29);
    await expect(readRanges(source, flat)).rejects.toMatchObject({
      code: 'over_limit',
      message: expect.stringMatching(/^huge\.parquet: 2\.5 GiB .*command line/),
      location: { file: 'huge.parquet' },
    });
  });

  test.each([
    ['went away', () => Promise.reject(new Error())],
    ['became shorter', () => Promise.resolve(new ArrayBuffer(4))],
  ])('a file that %s is an error that names it', async (_, arrayBuffer) => {
    const blob = { size: 9, slice: () => ({ size: 9, arrayBuffer }) };
    const source = new BlobSource({ path: 'gone.parquet', blob: blob as unknown as Blob });
    await expect(source.slice(0, 9)).rejects.toMatchObject({
      code: 'io',
      location: { file: 'gone.parquet' },
    });
  });
});
