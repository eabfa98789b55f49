import { dayText } from '../../day';
import type { VideoDays } from '../../types';

/**
 * The state of a day. Without data it is `missing`, `before` the upload, `after` the end date, or
 * `free` if no upload day is known; `extra` has data although none is expected.
 */
export type DayState = 'present' | 'missing' | 'outage' | 'before' | 'after' | 'free' | 'extra';

/** Consecutive days, both inclusive. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

/** A month of the calendar, and the state of each of its days. */
export interface MonthOfDays {
  /** Its first day. */
  readonly first: number;
  readonly states: readonly DayState[];
}

/** The days of one video for one of its upload days. */
export interface Calendar {
  readonly created: number | undefined;
  readonly end: number;
  readonly months: readonly MonthOfDays[];
  /** Whether earlier days exist that are not shown. */
  readonly cut: boolean;
  /** Every gap, including those in months that are not shown. */
  readonly gaps: readonly Span[];
  /** Days with data, among those on which it is expected. */
  readonly present: number;
  /** Days on which data is expected. */
  readonly expected: number;
  /** Days with data before the upload or after the end. */
  readonly extra: number;
}

/** The maximum number of months shown, counted from the end. */
const maxMonths = 240;

/**
 * Returns the calendar of a video from the month of its upload, or else of its first data, to the
 * end.
 */
export function calendarOf(
  video: Pick<VideoDays, 'months' | 'days'>,
  created: number | undefined,
  end: number,
  outages: readonly Span[],
): Calendar {
  const data = spansOf(video);
  const from = created ?? end + 1;
  const within = data.flatMap((span) => clipped(span, from, end));
  const excused = outages.flatMap((span) => clipped(span, from, end));
  const gaps = between(merged([...within, ...excused]), from, end);
  const present = days(within);
  const begin = monthOf(Math.min(created ?? data[0]?.first ?? end, end));
  const months: MonthOfDays[] = [];
  const bits = new Map(video.months.map((month, at) => [month, video.days[at] ?? 0]));
  let first = monthOf(end);
  for (; first >= begin && months.length < maxMonths; first = monthOf(first - 1)) {
    const known = bits.get(first) ?? 0;
    const states = Array.from({ length: lengthOf(first) }, (_, at): DayState => {
      return stateOf(first + at, ((known >> at) & 1) === 1, { created, end, outages });
    });
    months.unshift({ first, states });
  }
  return {
    created,
    end,
    months,
    cut: first >= begin,
    gaps,
    present,
    expected: days(gaps) + days(merged([...within, ...excused])),
    extra: days(data) - present,
  };
}

/** Returns how many days some spans have together. */
export function days(spans: readonly Span[]): number {
  return spans.reduce((sum, { first, last }) => sum + last - first + 1, 0);
}

interface Expected {
  readonly created: number | undefined;
  readonly end: number;
  readonly outages: readonly Span[];
}

function stateOf(day: number, data: boolean, { created, end, outages }: Expected): DayState {
  const expected = created !== undefined && day >= created && day <= end;
  if (data) return expected ? 'present' : 'extra';
  if (!expected) return day > end ? 'after' : created === undefined ? 'free' : 'before';
  return outages.some(({ first, last }) => day >= first && day <= last) ? 'outage' : 'missing';
}

function spansOf({ months, days: bits }: Pick<VideoDays, 'months' | 'days'>): Span[] {
  const single = months.flatMap((month, at) => {
    const known = bits[at] ?? 0;
    const set = Array.from({ length: 31 }, (_, day) => day).filter((day) => (known >> day) & 1);
    return set.map((day) => ({ first: month + day, last: month + day }));
  });
  return merged(single);
}

/** Returns the same days as spans that do not touch, ascending. */
function merged(spans: readonly Span[]): Span[] {
  const found: Span[] = [];
  for (const { first, last } of [...spans].sort((a, b) => a.first - b.first)) {
    const before = found.at(-1);
    if (before && first <= before.last + 1) {
      found[found.length - 1] = { first: before.first, last: Math.max(before.last, last) };
    } else found.push({ first, last });
  }
  return found;
}

/** Returns the days from one to another, both inclusive, that are in no span. */
function between(spans: readonly Span[], from: number, to: number): Span[] {
  const edges = [...spans, { first: to + 1, last: to + 1 }];
  const found = edges.map(({ first }, at) => {
    return { first: (spans[at - 1]?.last ?? from - 1) + 1, last: first - 1 };
  });
  return found.filter(({ first, last }) => first <= last);
}

function clipped({ first, last }: Span, from: number, to: number): Span[] {
  const span = { first: Math.max(first, from), last: Math.min(last, to) };
  return span.first <= span.last ? [span] : [];
}

/** Returns the first day of a day's month. */
function monthOf(day: number): number {
  return day - Number(dayText(day).slice(-2)) + 1;
}

function lengthOf(month: number): number {
  return monthOf(month + 31) - month;
}
