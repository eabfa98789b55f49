import type { Store } from '../storage';
import { keep, readKept } from './kept';

/** How long a run took, and for what. */
export interface PastRun {
  readonly files: number;
  readonly rows: number;
  /** Bytes of the columns that were read, as stored. */
  readonly bytes: number;
  readonly workers: number;
  readonly seconds: number;
}

const name = 'daytally.runs';
/** Runs that are remembered, the latest ones. */
const most = 12;
const numbers = ['files', 'rows', 'bytes', 'workers', 'seconds'] as const;
/** A run of less says more about the start of the workers than about the machine. */
const leastSeconds = 0.5;

/** The last runs on this machine; of the data, nothing but how much it was. */
export class PastRuns {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  get all(): readonly PastRun[] {
    const kept = readKept(this.#store, name);
    return Array.isArray(kept) ? kept.filter(isRun) : [];
  }

  add({ files, rows, bytes, workers, seconds }: PastRun): void {
    if (seconds < leastSeconds) return;
    keep(this.#store, name, [{ files, rows, bytes, workers, seconds }, ...this.all].slice(0, most));
  }
}

function isRun(value: unknown): value is PastRun {
  if (typeof value !== 'object' || value === null) return false;
  const run = value as Record<string, unknown>;
  return numbers.every((key) => typeof run[key] === 'number' && (run[key] as number) > 0);
}
