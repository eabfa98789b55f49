import { dayNumber } from '../../day';
import type { Diagnostics, Outcome } from '../../types';

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

/** Whether the sums of channels are the same for two outcomes, which may have other snapshots. */
export function sameSums(a: Outcome | undefined, b: Outcome | undefined): boolean {
  const parts = (of: Outcome | undefined) => {
    const { excludeOutages, outageShare } = of?.options ?? {};
    return [of?.reads, of?.diagnostics.endDate, excludeOutages, outageShare];
  };
  const others = parts(b);
  return parts(a).every((part, at) => part === others[at]);
}
