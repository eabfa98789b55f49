import { dayNumber } from '../../day';
import type { Diagnostics } from '../../types';

/** The days that count for completeness, as numbers, both inclusive. */
export interface Window {
  readonly first: number;
  readonly last: number;
}

/** Returns the days from the first date in the data to the last, or to an earlier end date. */
export function windowOf({ firstDay, lastDay, endDate }: Diagnostics): Window | undefined {
  const [first, last, end] = [firstDay, lastDay, endDate].map((day) => dayNumber(day ?? ''));
  if (first === undefined || last === undefined || end === undefined) return undefined;
  return { first, last: Math.min(last, end) };
}
