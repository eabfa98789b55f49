import { expect, test } from 'vitest';
import type { Rows } from '../types';
import { Pages } from './pages';

function numbered(length: number) {
  const reads: number[] = [];
  const read = async (start: number, end: number): Promise<Rows> => {
    reads.push(start);
    const count = Math.max(0, Math.min(end, length) - start);
    const rows = Array.from({ length: count }, (_, i) => [BigInt(start + i)]);
    return { columns: [{ name: 'n', type: 'integer' }], start, rows };
  };
  return { reads, pages: new Pages(length, read) };
}

test('returns the requested rows, across pages and past the end', async () => {
  const { pages } = numbered(1000);
  for (const [start, end] of [
    [0, 10],
    [250, 530],
    [990, 1200],
    [0, 1000],
  ] as const) {
    const { rows } = await pages.rows(start, end);
    const expected = Array.from({ length: Math.min(end, 1000) - start }, (_, i) => [
      BigInt(start + i),
    ]);
    expect(rows).toEqual(expected);
  }
});

test('reads a page once while it is cached, and again after its eviction', async () => {
  const { pages, reads } = numbered(100_000);
  await pages.rows(0, 20);
  await pages.rows(5, 25);
  expect(reads).toEqual([0]);
  for (let start = 256; start < 100_000; start += 256) await pages.rows(start, start + 1);
  await pages.rows(0, 20);
  expect(reads.filter((start) => start === 0)).toHaveLength(2);
});

test('has columns when there are no rows', async () => {
  const { pages } = numbered(0);
  expect(await pages.rows(0, 30)).toMatchObject({ columns: [{ name: 'n' }], rows: [] });
});

test('reads again after a failure', async () => {
  let fails = true;
  const pages = new Pages(1, async (start) => {
    if (fails) throw new Error('no');
    return { columns: [], start, rows: [[null]] };
  });
  await expect(pages.rows(0, 1)).rejects.toThrow('no');
  fails = false;
  expect((await pages.rows(0, 1)).rows).toEqual([[null]]);
});
