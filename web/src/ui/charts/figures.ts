import { dayText } from '../../day';
import type { DayVideos, LifetimeCounts, Overview } from '../../types';
import { counted, grouped, percentText } from '../text/amount';
import { dayMarks } from './day_marks';

/** A chart, and its content in words and numbers. */
export interface Figure {
  readonly title: string;
  /** A sentence that can replace the chart. */
  readonly summary: string;
  /** The headers of the numbers. */
  readonly heads: readonly string[];
  /** The numbers, exact, as text. */
  readonly rows: readonly (readonly string[])[];
  readonly drawing: Drawing;
}

/**
 * The drawing: a bar at each position, or a line that keeps its height from one position to the
 * next.
 */
export interface Drawing {
  readonly style: 'bars' | 'steps';
  readonly xs: readonly number[];
  /** Null if there is nothing to draw. */
  readonly ys: readonly (number | null)[];
  /** Round distances between the marks of the axis. */
  readonly distances: readonly number[];
  /**
   * Returns the positions from one to another, inclusive, that the axis marks at about a distance.
   */
  marks?(first: number, last: number, distance: number): number[];
  /** Returns the label of a position. */
  name(x: number): string;
}

/** Returns the views of all videos by month; sums of lifetime counts are not shown. */
export function viewsFigure({ months: found }: Overview, lifetime: LifetimeCounts = 'no'): Figure {
  const months = lifetime === 'yes' ? [] : found;
  const numbers = months.map(({ month }) => monthNumber(month));
  const views = months.map((each) => BigInt(each.views));
  const most = greatest(views);
  return {
    title: 'Views per month',
    summary:
      lifetime === 'yes'
        ? 'The counts are lifetime counts, whose sums by month mean nothing.'
        : most < 0
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

/** The maximum number of days that are drawn one by one; of more, runs of equal days are drawn. */
const mostDays = 40_000;

/** The minimum number of active videos of a headlined day, as of an outage: of one video every share is extreme. */
const minActive = 5;

/**
 * Returns the share of the active videos without data by day: an outage of the collection is a
 * spike.
 */
export function missingFigure({ days }: Overview): Figure {
  return {
    title: 'Active videos without data, by day',
    summary: missingText(days),
    heads: ['First day', 'Last day', 'Without data', 'Active videos', 'Share'],
    rows: days.map(({ first, last, active, missing }) => {
      const numbers = [grouped(missing), grouped(active), percentText(missing / active)];
      return [dayText(first), dayText(last), ...numbers];
    }),
    drawing: {
      style: 'steps',
      ...points(days),
      distances: [1, 2, 7, 14, 30, 61, 91, 182, 365, 730, 1826, 3652, 36524, 365243],
      marks: dayMarks,
      name: dayText,
    },
  };
}

/** Returns the day with the greatest share, of those with enough active videos, in words. */
function missingText(days: readonly DayVideos[]): string {
  if (days.length === 0) return 'No video is active on any day.';
  if (days.every(({ missing }) => missing === 0)) {
    return 'Every active video has data on every day.';
  }
  const enough = days.filter(({ active }) => active >= minActive);
  const most = enough[greatest(enough.map(({ missing, active }) => missing / active))];
  if (!most) return `Fewer than ${minActive} videos are active on any day.`;
  const { first, missing, active } = most;
  return missing === 0
    ? `On days with ${minActive} active videos or more, all of them have data.`
    : `Most on ${dayText(first)}: ${percentText(missing / active)}, ${grouped(missing)} of ${grouped(active)} active videos.`;
}

/** Returns a point for every day, its share in percent, and one more at the end of the last. */
function points(runs: readonly DayVideos[]): Pick<Drawing, 'xs' | 'ys'> {
  const xs: number[] = [];
  const ys: (number | null)[] = [];
  const total = (runs.at(-1)?.last ?? 0) - (runs[0]?.first ?? 0);
  for (const { first, last, active, missing } of runs) {
    // Days without active videos lie between.
    for (let day = (xs.at(-1) ?? first) + 1; day < first && total < mostDays; day += 1) {
      xs.push(day);
      ys.push(null);
    }
    for (let day = first; day <= (total < mostDays ? last : first); day += 1) {
      xs.push(day);
      ys.push((missing / active) * 100);
    }
  }
  const end = runs.at(-1);
  if (end) {
    xs.push(end.last + 1);
    ys.push(ys.at(-1) ?? null);
  }
  return { xs, ys };
}

/** Returns the index of the step of a position. */
export function stepAt(xs: readonly number[], x: number): number {
  const after = xs.findIndex((each) => each > x);
  return Math.max(0, Math.min(after < 0 ? xs.length : after, xs.length - 1) - 1);
}

/** Returns the lengths of gaps. */
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

/** Returns the index of the first maximum; -1 if there are no values. */
function greatest(values: readonly (number | bigint)[]): number {
  return values.reduce((most: number, value, at) => {
    return most < 0 || value > (values[most] ?? 0) ? at : most;
  }, -1);
}

/** Returns the months since the year 0. */
function monthNumber(month: string): number {
  const [year, ofYear] = month.split('-').map(Number);
  return (year ?? 0) * 12 + (ofYear ?? 1) - 1;
}

function monthText(month: number): string {
  const year = String(Math.floor(month / 12)).padStart(4, '0');
  return `${year}-${String((month % 12) + 1).padStart(2, '0')}`;
}
