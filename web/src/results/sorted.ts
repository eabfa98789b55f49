import { broadcast, type Team } from '../pool';
import type { CallName, Input, Output } from '../rpc/calls';
import { handOver } from '../rpc/hand_over';
import type { Passed, SortPass, SortSegment } from '../rpc/sorting';
import type { Rows } from '../types';
import type { ResultLayout } from './place';

/** Rows that are sorted together, some 16 MB. */
const partRows = 262_144;
/** Rows after which a pass reports its progress and checks the signal. */
const stepRows = 2_097_152;
/** Keys of a sample for each part. */
const sampled = 64;

let made = 0;

/** The worker that sorts a part and keeps it until the next. */
export interface Keeper {
  call<Name extends CallName>(name: Name, ...input: Input<Name>): Promise<Output<Name>>;
}

/** How rows are sorted, and how this is observed and stopped. */
export interface Sorting {
  /** The number of the column. */
  readonly column: number;
  /** Sorting stops when it aborts. */
  readonly signal: AbortSignal;
  /** Called until the first rows are found, with the share of the work that is done. */
  readonly onProgress?: (share: number) => void;
  /** How many rows are sorted together. */
  readonly rowsOfPart?: number;
  /** The team's first worker if absent. */
  readonly keeper?: Keeper;
}

/**
 * The rows of a layout in the ascending order of a column. The workers' passes find the rows of one
 * part of the order, which one worker sorts and keeps; no worker has all rows.
 */
export class SortedRows {
  readonly length: number;
  readonly #team: Team;
  readonly #column: number;
  readonly #segments: readonly SortSegment[][];
  readonly #parts: number;
  readonly #name: string;
  readonly #signal: AbortSignal;
  readonly #keeper: Keeper;
  readonly #onProgress: (share: number) => void;
  #samples: Promise<Uint8Array[]> | undefined;
  /** The number of rows before each part, and of all at the end; known after the first pass. */
  #starts: number[] | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(team: Team, layout: ResultLayout, sorting: Sorting) {
    const { column, signal, onProgress = () => {}, rowsOfPart = partRows } = sorting;
    made += 1;
    this.#name = `sorted ${made}`;
    this.#team = team;
    this.#column = column;
    this.#signal = signal;
    this.#keeper = sorting.keeper ?? { call: (...input) => team.call(0, ...input) };
    this.#onProgress = onProgress;
    this.length = layout.length;
    this.#parts = Math.max(1, Math.ceil(layout.length / rowsOfPart));
    this.#segments = Array.from({ length: team.size }, () => []);
    let firstRow = 0;
    for (const { place, length: rows } of layout.pieces(0, layout.length)) {
      const worker = place.in === 'unanswered' ? 0 : place.worker;
      this.#segments[worker]?.push({ place, rows, firstRow });
      firstRow += rows;
    }
  }

  /**
   * Returns rows `start` (inclusive) to `end` (exclusive), fewer past the last row. With
   * `backwards`, rows are counted from the end, and the last comes first.
   */
  async read(start: number, end: number, backwards = false): Promise<Rows> {
    const streams = await this.streams(start, end, backwards);
    const { decode } = await import('./decode');
    const tables = streams.map(decode);
    const rows = tables.flatMap((table) => table.rows);
    return { columns: tables[0]?.columns ?? [], start, rows };
  }

  /** Returns the same rows as Arrow IPC streams, one for each part. */
  streams(start: number, end: number, backwards = false): Promise<Uint8Array[]> {
    // One after the other, because each may replace the sorted part.
    const streams = this.#turn.then(() => {
      return this.#streams(start, Math.min(end, this.length), backwards);
    });
    this.#turn = streams.catch(() => {});
    return streams;
  }

  async #streams(start: number, end: number, backwards: boolean): Promise<Uint8Array[]> {
    const from = backwards ? this.length - end : start;
    const to = backwards ? this.length - start : end;
    // Reading from the end, as when descending, waits for the last part and not for the first.
    const starts = this.#starts ?? (await this.#find(from === 0 ? 0 : this.#parts - 1));
    const parts = Array.from({ length: this.#parts }, (_, part) => part);
    const found: Uint8Array[] = [];
    for (const part of backwards ? parts.reverse() : parts) {
      const first = starts[part] ?? 0;
      const at = Math.max(from, first);
      const length = Math.min(to, starts[part + 1] ?? 0) - at;
      if (length > 0) found.push(await this.#window(part, at - first, length, backwards));
    }
    return found;
  }

  async #window(
    part: number,
    start: number,
    length: number,
    backwards: boolean,
  ): Promise<Uint8Array> {
    const window = () => {
      const name = `${this.#name} ${part}`;
      return this.#keeper.call('sortedWindow', name, start, length, backwards);
    };
    const here = await window();
    if (here) return here;
    await this.#find(part);
    const found = await window();
    // Another table's part came in between; this one is sorted again after it.
    return found ?? (await this.#window(part, start, length, backwards));
  }

  /** Sorts the rows of a part. Returns where every part begins. */
  async #find(keep: number): Promise<number[]> {
    this.#samples ??= this.#sample();
    const samples = await this.#samples;
    const parts = this.#parts;
    const pass = { find: 'part', column: this.#column, samples, parts, keep } as const;
    const passed = await this.#pass(pass, (share) => {
      if (!this.#starts) this.#onProgress(parts === 1 ? share : (1 + share) / 2);
    });
    const streams = passed.flatMap((each) => each.streams);
    const starts = [0];
    for (let part = 0; part < parts; part += 1) {
      const rows = passed.reduce((sum, { counts }) => sum + (counts[part] ?? 0), 0);
      starts.push((starts[part] ?? 0) + rows);
    }
    if (streams.length > 0) {
      const name = `${this.#name} ${keep}`;
      await this.#keeper.call('sortPart', name, handOver(streams), this.#column);
    }
    this.#starts = starts;
    return starts;
  }

  async #sample(): Promise<Uint8Array[]> {
    if (this.#parts === 1) return [];
    const every = Math.max(1, Math.floor(this.length / (this.#parts * sampled)));
    const pass = { find: 'sample', column: this.#column, every } as const;
    const passed = await this.#pass(pass, (share) => this.#onProgress(share / 2));
    return passed.map(({ keys }) => keys);
  }

  /** Returns what each step of each worker found. */
  async #pass(pass: SortPass, onProgress: (share: number) => void): Promise<Passed[]> {
    let done = 0;
    const ofWorkers = await broadcast(this.#team, async (worker) => {
      const found: Passed[] = [];
      for (const segments of steps(this.#segments[worker] ?? [])) {
        this.#signal.throwIfAborted();
        found.push(await this.#team.call(worker, 'sortPass', pass, segments));
        done += rowsOf(segments);
        onProgress(done / this.length);
      }
      return found;
    });
    return ofWorkers.flat();
  }
}

/** Groups segments into steps of at least `stepRows` rows each, except the last. */
function steps(segments: readonly SortSegment[]): SortSegment[][] {
  const found: SortSegment[][] = [];
  for (const segment of segments) {
    const last = found.at(-1);
    if (last && rowsOf(last) < stepRows) last.push(segment);
    else found.push([segment]);
  }
  return found;
}

function rowsOf(segments: readonly SortSegment[]): number {
  return segments.reduce((sum, { rows }) => sum + rows, 0);
}
