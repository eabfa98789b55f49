import { expect, test } from 'vitest';
import type { DayState } from './days';
import { calendarOf, days } from './days';

const day = (text: string) => Date.parse(`${text}T00:00:00Z`) / 86_400_000;
const month = (text: string) => day(`${text}-01`);

/** Bits of days of a month; the first day is 1. */
function bits(...days: number[]): number {
  return days.reduce((all, each) => all | (1 << (each - 1)), 0);
}

function states(from: string, months: readonly { first: number; states: readonly DayState[] }[]) {
  const first = day(from);
  return months
    .flatMap((each) => each.states.map((state, at) => [each.first + at, state] as const))
    .filter(([each]) => each >= first)
    .map(([, state]) => state);
}

test('every day has its state for the video', () => {
  const video = {
    months: [month('2023-01'), month('2023-02')],
    days: [bits(30, 31), bits(1, 5, 28)],
  };
  const outages = [{ first: day('2023-02-02'), last: day('2023-02-03') }];
  const found = calendarOf(video, day('2023-01-31'), day('2023-02-06'), outages);
  expect(found.months.map(({ states: { length } }) => length)).toEqual([31, 28]);
  expect(states('2023-01-29', found.months).slice(0, 11)).toEqual([
    'before',
    'extra',
    'present',
    'present',
    'outage',
    'outage',
    'missing',
    'present',
    'missing',
    'after',
    'after',
  ]);
  expect(states('2023-02-28', found.months)).toEqual(['extra']);
  expect(found.gaps).toEqual([
    { first: day('2023-02-04'), last: day('2023-02-04') },
    { first: day('2023-02-06'), last: day('2023-02-06') },
  ]);
  expect(found).toMatchObject({ present: 3, expected: 7, extra: 2, cut: false });
});

test('no upload day, or one after the end, expects nothing', () => {
  const video = { months: [month('2024-02')], days: [bits(29)] };
  for (const created of [undefined, day('2024-03-02')]) {
    const found = calendarOf(video, created, day('2024-03-01'), []);
    expect(found).toMatchObject({ gaps: [], present: 0, expected: 0, extra: 1 });
  }
  const without = calendarOf(video, undefined, day('2024-03-01'), []);
  expect(without.months.map(({ first }) => first)).toEqual([month('2024-02'), month('2024-03')]);
  expect(states('2024-02-28', without.months).slice(0, 4)).toEqual([
    'free',
    'extra',
    'free',
    'after',
  ]);
});

test('two thousand years are shown from the end, and their gaps are all there', () => {
  const found = calendarOf({ months: [], days: [] }, day('0001-01-01'), day('2023-04-18'), []);
  expect(found.months).toHaveLength(240);
  expect(found.months.at(-1)?.first).toBe(month('2023-04'));
  expect(found.cut).toBe(true);
  expect(days(found.gaps)).toBe(day('2023-04-18') - day('0001-01-01') + 1);
});

test('gaps are the complement of the data, day by day', () => {
  // A seeded generator, so that every run tests the same values.
  let seed = 7;
  const random = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed / 2 ** 31;
  };
  for (let round = 0; round < 50; round += 1) {
    const some = ['2023-01', '2023-02', '2023-03'].map(month);
    const known = some.map((first) => {
      const length = new Date((first + 31) * 86_400_000).getUTCDate() === 1 ? 31 : 28;
      return Array.from({ length }, (_, at) => (random() < 0.6 ? 1 << at : 0)).reduce(
        (a, b) => a | b,
        0,
      );
    });
    const created = day('2023-01-05') + Math.floor(random() * 40);
    const end = created + Math.floor(random() * 40);
    const found = calendarOf({ months: some, days: known }, created, end, []);
    const has = (each: number) =>
      some.some((first, at) => {
        return each >= first && each < first + 31 && ((known[at] ?? 0) >> (each - first)) & 1;
      });
    const wanted = [];
    for (let each = created; each <= end; each += 1) if (!has(each)) wanted.push(each);
    const all = found.gaps.flatMap(({ first, last }) => {
      return Array.from({ length: last - first + 1 }, (_, at) => first + at);
    });
    expect(all).toEqual(wanted);
    expect(found.present + wanted.length).toBe(end - created + 1);
  }
});
