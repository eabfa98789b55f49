import type { ScanProgress } from '../../types';

/** Seconds before the first rate: a shorter time is not meaningful. */
const first = 1;
/** Seconds over which the rate is measured. */
const recent = 3;

/** How fast a scan is, and how long the rest takes at this rate. */
export interface Rate {
  readonly bytesPerSecond: number;
  readonly rowsPerSecond: number;
  /** Seconds; undefined while nothing is read. */
  readonly left: number | undefined;
}

/** The rate of a scan over the last seconds. */
export class Pace {
  #past: ScanProgress[] = [];

  /** The rate now; undefined in the first second. */
  after(now: ScanProgress): Rate | undefined {
    if (now.seconds < (this.#past.at(-1)?.seconds ?? 0)) this.#past = [];
    const before = this.#past.findLastIndex(({ seconds }) => now.seconds - seconds >= recent);
    if (before > 0) this.#past.splice(0, before);
    const { bytes = 0, rows = 0, seconds = 0 } = this.#past[0] ?? {};
    this.#past.push(now);
    const span = now.seconds - seconds;
    if (now.seconds < first || span <= 0) return undefined;
    const bytesPerSecond = (now.bytes - bytes) / span;
    const rowsPerSecond = (now.rows - rows) / span;
    const left =
      now.totalBytes > 0
        ? (now.totalBytes - now.bytes) / bytesPerSecond
        : (now.totalRows - now.rows) / rowsPerSecond;
    return { bytesPerSecond, rowsPerSecond, left: Number.isFinite(left) ? left : undefined };
  }
}

/** Returns a remaining time in whole seconds or minutes: `7 s`, `3 min 20 s`. */
export function leftText(seconds: number): string {
  const whole = Math.max(1, Math.ceil(seconds));
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
