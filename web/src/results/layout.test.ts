import { expect, test } from 'vitest';
import { Layout } from './layout';

const layout = new Layout([
  { rows: 3, place: 'a' },
  { rows: 0, place: 'b' },
  { rows: 4, place: 'c' },
  { rows: 1, place: 'd' },
]);

test('counts the rows of all segments', () => {
  expect(layout.length).toBe(8);
});

test('finds every stretch of rows', () => {
  const rows = ['a0', 'a1', 'a2', 'c0', 'c1', 'c2', 'c3', 'd0'];
  for (let start = 0; start <= 8; start += 1) {
    for (let end = start; end <= 10; end += 1) {
      const found = layout
        .pieces(start, end)
        .flatMap(({ place, start, length }) =>
          Array.from({ length }, (_, i) => `${place}${start + i}`),
        );
      expect(found).toEqual(rows.slice(start, end));
    }
  }
});

test('returns a piece without rows, so that the columns can be requested', () => {
  expect(new Layout([{ rows: 0, place: 'x' }]).empty()).toEqual([
    { place: 'x', start: 0, length: 0 },
  ]);
  expect(new Layout([]).empty()).toEqual([]);
});
