import { expect, test } from 'vitest';
import type { Task } from '../../types';
import { batches } from './batches';

const mebi = 2 ** 20;

function tasks(count: number, bytes: number): Task[] {
  return Array.from({ length: count }, (_, rowGroup) => ({ file: 0, rowGroup, rows: 1, bytes }));
}

test('every row group is in one batch, in order', () => {
  for (const count of [0, 1, 7, 1000]) {
    for (const workers of [1, 2, 16]) {
      expect(batches(tasks(count, 3 * mebi), workers).flat()).toEqual(tasks(count, 3 * mebi));
    }
  }
});

test('small row groups are read together, large ones alone', () => {
  const sizes = (count: number, bytes: number) =>
    batches(tasks(count, bytes), 2).map((it) => it.length);
  expect(sizes(1000, 3 * mebi)[0]).toBe(6);
  expect(new Set(sizes(50, 40 * mebi))).toEqual(new Set([1]));
  expect(sizes(100_000, 1000)[0]).toBe(64);
});

test('the last batches are small, so that no worker waits long for another', () => {
  const made = batches(tasks(100, 3 * mebi), 2);
  expect(made.slice(-8).every((batch) => batch.length === 1)).toBe(true);
  // Few are left for many workers.
  expect(batches(tasks(16, 3 * mebi), 8)).toHaveLength(16);
});
