import { expect, test } from 'vitest';
import type { Overview } from '../../../types';
import { stepAt } from '../drawing';
import { lengthsFigure } from './lengths_figure';
import { missingFigure } from './missing_figure';
import { viewsFigure } from './views_figure';

const overview: Overview = {
  months: [
    { month: '2023-02', views: '9007199254740993' },
    { month: '2023-12', views: '7' },
  ],
  days: [
    { first: 19_400, last: 19_401, active: 3, missing: 0 },
    { first: 19_404, last: 19_404, active: 8, missing: 4 },
    { first: 19_405, last: 19_406, active: 4, missing: 3 },
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
  expect(summary).toBe('Peak: 2023-02, 9,007,199,254,740,993 views.');
  expect(rows).toEqual([
    ['2023-02', '9,007,199,254,740,993'],
    ['2023-12', '7'],
  ]);
  expect((drawing.xs[1] ?? 0) - (drawing.xs[0] ?? 0)).toBe(10);
  expect(drawing.xs.map(drawing.name)).toEqual(['2023-02', '2023-12']);
});

test('every day has its share of active videos without data', () => {
  const { summary, rows, drawing } = missingFigure(overview);
  expect(summary).toBe('Worst day: 2023-02-16, 4 of 8 videos (50.0 %).');
  expect(rows).toEqual([
    ['2023-02-12', '2023-02-13', '0', '3', '0.0 %'],
    ['2023-02-16', '2023-02-16', '4', '8', '50.0 %'],
    ['2023-02-17', '2023-02-18', '3', '4', '75.0 %'],
  ]);
  // The last position is the end of the last day.
  expect(drawing.xs).toEqual([19_400, 19_401, 19_402, 19_403, 19_404, 19_405, 19_406, 19_407]);
  expect(drawing.ys).toEqual([0, 0, null, null, 50, 75, 75, 75]);
});

test('no day of fewer than five active videos is headlined', () => {
  const summary = (active: number, missing: number, more: Overview['days'] = []) => {
    const days = [{ first: 19_400, last: 19_400, active, missing }, ...more];
    return missingFigure({ ...overview, days }).summary;
  };
  expect(summary(1, 1)).toBe('Fewer than 5 videos are expected on any day.');
  expect(summary(1, 0)).toBe('No missing days.');
  const full = { first: 19_401, last: 19_401, active: 5, missing: 0 };
  expect(summary(4, 4, [full])).toBe('On days with 5 expected videos or more, none is missing.');
  expect(summary(5, 1)).toBe('Worst day: 2023-02-12, 1 of 5 videos (20.0 %).');
});

test('a place names the day that it lies in, also at the ends', () => {
  const { xs } = missingFigure(overview).drawing;
  const named = [19_399, 19_400, 19_401.9, 19_404.6, 19_406.2, 19_407, 19_409];
  expect(named.map((x) => xs[stepAt(xs, x)])).toEqual([
    ...[19_400, 19_400, 19_401, 19_404, 19_406, 19_406, 19_406],
  ]);
});

test('a day in the year 1 does not make a million points', () => {
  const far = { first: -719_162, last: -719_162, active: 1, missing: 0 };
  const { xs } = missingFigure({ ...overview, days: [far, ...overview.days] }).drawing;
  expect(xs).toEqual([-719_162, 19_400, 19_404, 19_405, 19_407]);
});

test('sums of lifetime counts are not shown', () => {
  const { summary, rows } = viewsFigure(overview, { lifetimeCounts: 'yes' });
  expect(summary).toBe('These are lifetime totals, whose sums by month mean nothing.');
  expect(rows).toEqual([]);
  expect(viewsFigure(overview, { lifetimeCounts: 'possible' }).rows).toHaveLength(2);
});

test('lengths are counted in spans up to the longest gap', () => {
  const { summary, drawing, rows } = lengthsFigure(overview);
  expect(summary).toBe('8 gaps; longest 400 days.');
  // A logarithmic axis has no 0.
  expect(drawing.ys).toEqual([4, null, null, 3, null, null, null, null, 1]);
  expect(drawing.xs.map(drawing.name)).toEqual([
    ...['1 day', '2', '3', '4–7', '8–14', '15–30', '31–90', '91–365', 'over 365'],
  ]);
  expect(rows).toHaveLength(4);
  const short = lengthsFigure({ ...overview, gapLengths: overview.gapLengths.slice(0, 1) });
  expect(short.drawing.xs).toEqual([0]);
});

test('without data there is a sentence and no chart', () => {
  const figures = [viewsFigure, missingFigure, lengthsFigure].map((of) => of(nothing));
  expect(figures.map(({ summary }) => summary)).toEqual([
    'There are no views.',
    'No video is expected on any day.',
    'No gaps.',
  ]);
  expect(figures.flatMap(({ rows }) => rows)).toEqual([]);
});
