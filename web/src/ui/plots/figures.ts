import { dayText } from '../../day';
import type { Overview } from '../../types';
import { counted, grouped } from '../text/amount';
import { dayMarks } from './day_marks';

/** A picture, and what it shows in words and numbers. */
export interface Figure {
  readonly title: string;
  /** A sentence that stands for the picture. */
  readonly summary: string;
  /** What the columns of the numbers are. */
  readonly heads: readonly string[];
  /** The numbers, exact, as text. */
  readonly rows: readonly (readonly string[])[];
  readonly drawing: Drawing;
}

/** What is drawn: a bar at each place, or a line that keeps its height until the next one. */
export interface Drawing {
  readonly style: 'bars' | 'steps';
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  /** Distances between the marks of the axis that are round. */
  readonly distances: readonly number[];
  /** The places from one to another, inclusive, that the axis marks at about a distance. */
  marks?(first: number, last: number, distance: number): number[];
  /** What a place is called. */
  name(x: number): string;
}

/** The views of all videos, month by month. */
export function viewsFigure({ months }: Overview): Figure {
  const numbers = months.map(({ month }) => monthNumber(month));
  const views = months.map((each) => BigInt(each.views));
  const most = greatest(views);
  return {
    title: 'Views per month',
    summary:
      most < 0
        ? 'There are no views.'
        : `Most in ${months[most]?.month}: ${grouped(views[most] ?? 0n)} views.`,
    heads: ['Month', 'Views'],
    rows: months.map(({ month }, at) => [month, grouped(views[at] ?? 0n)]),
    drawing: {
      style: 'bars',
      xs: numbers,
      ys: views.map(Number),
      distances: [1, 2, 3, 6, 12, 24, 60, 120, 600, 1200],
      name: monthText,
    },
  };
}

/** How many videos have no data, day by day: an outage of the collection is a spike. */
export function missingFigure({ days }: Overview): Figure {
  const counts = days.map(({ missing }) => missing);
  const most = days[greatest(counts)];
  const until = (at: number) => dayText((days[at + 1]?.day ?? days[at]?.day ?? 0) - 1);
  // After the last day no video is left; there is nothing to say of that.
  const spans = days.slice(0, -1);
  return {
    title: 'Videos without data, day by day',
    summary:
      !most || most.missing === 0
        ? 'Every video has data on every day.'
        : `Most on ${dayText(most.day)}: ${grouped(most.missing)} of ${counted(most.alive, 'video')} that day.`,
    heads: ['From', 'To', 'Without data', 'Videos'],
    rows: spans.map(({ day, alive, missing }, at) => {
      return [dayText(day), until(at), grouped(missing), grouped(alive)];
    }),
    drawing: {
      style: 'steps',
      xs: days.map(({ day }) => day),
      ys: counts,
      distances: [1, 2, 7, 14, 30, 61, 91, 182, 365, 730, 1826, 3652, 36524, 365243],
      marks: dayMarks,
      name: dayText,
    },
  };
}

/** How long gaps are. */
export function lengthsFigure({ gapLengths }: Overview): Figure {
  const spans = lengths
    .map(({ name, from, to }) => {
      const within = gapLengths.filter(({ days }) => days >= from && days <= to);
      return { name, gaps: within.reduce((sum, { gaps }) => sum + gaps, 0) };
    })
    .filter((_, at, all) => all.slice(at).some(({ gaps }) => gaps > 0));
  const all = gapLengths.reduce((sum, { gaps }) => sum + gaps, 0);
  const longest = gapLengths.at(-1);
  return {
    title: 'Lengths of the gaps',
    summary: longest
      ? `${counted(all, 'gap')}, the longest of ${counted(longest.days, 'day')}.`
      : 'There are no gaps.',
    heads: ['Days', 'Gaps'],
    rows: gapLengths.map(({ days, gaps }) => [grouped(days), grouped(gaps)]),
    drawing: {
      style: 'bars',
      xs: spans.map((_, at) => at),
      ys: spans.map(({ gaps }) => gaps),
      distances: [1, 2, 4, 8],
      name: (at) => spans[at]?.name ?? '',
    },
  };
}

/** Lengths that are one bar, in days, both inclusive. */
const lengths = [
  { name: '1 day', from: 1, to: 1 },
  { name: '2', from: 2, to: 2 },
  { name: '3', from: 3, to: 3 },
  { name: '4–7', from: 4, to: 7 },
  { name: '8–14', from: 8, to: 14 },
  { name: '15–30', from: 15, to: 30 },
  { name: '31–90', from: 31, to: 90 },
  { name: '91–365', from: 91, to: 365 },
  { name: 'longer', from: 366, to: Number.POSITIVE_INFINITY },
] as const;

/** The place of the first of the greatest values; -1 if there is none. */
function greatest(values: readonly (number | bigint)[]): number {
  return values.reduce((most: number, value, at) => {
    return most < 0 || value > (values[most] ?? 0) ? at : most;
  }, -1);
}

/** The months since the year 0. */
function monthNumber(month: string): number {
  const [year, ofYear] = month.split('-').map(Number);
  return (year ?? 0) * 12 + (ofYear ?? 1) - 1;
}

function monthText(month: number): string {
  const year = String(Math.floor(month / 12)).padStart(4, '0');
  return `${year}-${String((month % 12) + 1).padStart(2, '0')}`;
}
