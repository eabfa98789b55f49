import { expect, test } from 'vitest';
import type { Overview } from '../../types';
import { lengthsFigure, missingFigure, viewsFigure } from './figures';

const overview: Overview = {
  months: [
    { month: '2023-02', views: '9007199254740993' },
    { month: '2023-12', views: '7' },
  ],
  days: [
    { day: 19_400, alive: 3, missing: 0 },
    { day: 19_402, alive: 4, missing: 2 },
    { day: 19_405, alive: 4, missing: 1 },
    { day: 19_406, alive: 0, missing: 0 },
  ],
  gapLengths: [
    { days: 1, gaps: 4 },
    { days: 5, gaps: 2 },
    { days: 7, gaps: 1 },
    { days: 400, gaps: 1 },
  ],
};
const nothing: Overview = { months: [], days: [], gapLengths: [] };

test('views keep every digit in words and numbers, and months their distance', () => {
  const { summary, rows, drawing } = viewsFigure(overview);
  expect(summary).toBe('Most in 2023-02: 9,007,199,254,740,993 views.');
  expect(rows).toEqual([
    ['2023-02', '9,007,199,254,740,993'],
    ['2023-12', '7'],
  ]);
  expect((drawing.xs[1] ?? 0) - (drawing.xs[0] ?? 0)).toBe(10);
  expect(drawing.xs.map(drawing.name)).toEqual(['2023-02', '2023-12']);
});

test('days are spans, both ends inclusive', () => {
  const { summary, rows, drawing } = missingFigure(overview);
  expect(summary).toBe('Most on 2023-02-14: 2 of 4 videos that day.');
  expect(rows).toEqual([
    ['2023-02-12', '2023-02-13', '0', '3'],
    ['2023-02-14', '2023-02-16', '2', '4'],
    ['2023-02-17', '2023-02-17', '1', '4'],
  ]);
  expect(drawing.ys).toEqual([0, 2, 1, 0]);
});

test('lengths are counted in spans up to the longest that there is', () => {
  const { summary, drawing, rows } = lengthsFigure(overview);
  expect(summary).toBe('8 gaps, the longest of 400 days.');
  expect(drawing.ys).toEqual([4, 0, 0, 3, 0, 0, 0, 0, 1]);
  expect(drawing.xs.map(drawing.name)).toEqual([
    ...['1 day', '2', '3', '4–7', '8–14', '15–30', '31–90', '91–365', 'longer'],
  ]);
  expect(rows).toHaveLength(4);
  const short = lengthsFigure({ ...overview, gapLengths: overview.gapLengths.slice(0, 1) });
  expect(short.drawing.xs).toEqual([0]);
});

test('nothing is said in words and draws nothing', () => {
  const figures = [viewsFigure, missingFigure, lengthsFigure].map((of) => of(nothing));
  expect(figures.map(({ summary }) => summary)).toEqual([
    'There are no views.',
    'Every video has data on every day.',
    'There are no gaps.',
  ]);
  expect(figures.flatMap(({ rows }) => rows)).toEqual([]);
});
