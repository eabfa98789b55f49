import type { ScanProgress } from '../../types';

/** The minimum number of milliseconds between two requests. */
const often = 1000;
/** The maximum share of the workers' time that requests take. */
const part = 1 / 80;
/** The minimum number of seconds that a run has taken, and has left, before sums are shown. */
const minSeconds = 1;
const minLeft = 2;

/** Returns the milliseconds until the next request, if the last one took the workers so many. */
export function nextLook(took: number): number {
  return Math.max(often, took / part);
}

/** Returns whether a scan lasts long enough for its sums to be shown. */
export function worthLooking({ seconds, bytes, totalBytes }: ScanProgress): boolean {
  const share = totalBytes > 0 ? bytes / totalBytes : 1;
  return seconds >= minSeconds && share > 0 && (seconds * (1 - share)) / share >= minLeft;
}
