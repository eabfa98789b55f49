import { svg } from 'lit';
import type { DayState, MonthOfDays } from './days';

/** The mark of each kind of day, distinguished by shape first and then by colour. */
const marks: Record<DayState, string> = {
  present: 'm1 1h8v8h-8z',
  missing: 'm1.75 1.75h6.5v6.5h-6.5z',
  outage: 'm2 8l6-6',
  before: 'm5 5h0',
  free: 'm5 5h0',
  after: 'm3 5h4',
  extra: 'm3 3h4v4h-4z',
};

/** The label of each kind of day. */
export const stateTexts: Record<DayState, string> = {
  present: 'data',
  missing: 'missing',
  outage: 'excluded outage',
  before: 'before the upload',
  free: 'not expected (no upload date)',
  after: 'after the end date',
  extra: 'unexpected data',
};

const order = Object.keys(marks) as DayState[];

/** Renders the days of a month in a row, each 10 wide and high. */
export function monthMarks({ states }: MonthOfDays) {
  return order.map((state) => {
    const places = states.flatMap((each, at) => (each === state ? [at] : []));
    const path = places.map((at) => `M${at * 10} 0${marks[state]}`).join('');
    return path ? svg`<path class=${state} d=${path}></path>` : '';
  });
}

/** Returns one mark of each kind that occurs, in the order of the legend. */
export function legendOf(months: readonly MonthOfDays[]): DayState[] {
  const there = new Set(months.flatMap(({ states }) => states));
  return order.filter((state) => there.has(state));
}

/** Renders the mark of a kind, 10 wide and high. */
export function mark(state: DayState) {
  return svg`<path class=${state} d=${`M0 0${marks[state]}`}></path>`;
}
