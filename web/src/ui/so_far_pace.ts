import type { ScanProgress } from '../types';

/** Milliseconds between two looks, however little they take. */
const often = 1000;
/** A look takes the workers this part of the time at most. */
const part = 1 / 80;
/** Seconds that a run must have taken, and have left, for its sums to be worth a look. */
const leastSeconds = 1;
const leastLeft = 2;

/** Milliseconds until the next look, when the last one took the workers so many. */
export function nextLook(took: number): number {
  return Math.max(often, took / part);
}

/** Whether a scan goes on for long enough that somebody would see its sums grow. */
export function worthLooking({ seconds, bytes, totalBytes }: ScanProgress): boolean {
  const share = totalBytes > 0 ? bytes / totalBytes : 1;
  return seconds >= leastSeconds && share > 0 && (seconds * (1 - share)) / share >= leastLeft;
}
