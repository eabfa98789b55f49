import { cancelled, DaytallyError, pageCodes } from '../errors';
import { type BatchOptions, batchOptions, selected } from '../open/batches';
import { joinStreams } from '../open/join';
import { checkWindow, resultKind } from '../options/rows';
import type { Count, Diagnostics, Outcome, ResultKind, Rows, RunOptions } from '../types';
import type { Channel } from './channel';

/** Which rows of a frame's result are read, and how that is stopped. */
export type FrameBatchOptions = Omit<BatchOptions, 'filter' | 'sort'>;

/**
 * The results in a frame, with methods of the `Results` of a page. They are available until the
 * frame analyzes again. Every method fails with a DaytallyError.
 */
export class FrameResults {
  readonly options: RunOptions;
  readonly counts: ReadonlyMap<ResultKind, Count>;
  readonly diagnostics: Diagnostics;
  readonly figures: Pick<Outcome, 'reads' | 'spilled' | 'seconds'>;
  readonly #channel: Channel;
  readonly #isCurrent: () => boolean;

  constructor(channel: Channel, outcome: Outcome, isCurrent: () => boolean) {
    const { options, counts, diagnostics, reads, spilled, seconds } = outcome;
    this.options = options;
    this.counts = counts;
    this.diagnostics = diagnostics;
    this.figures = { reads, spilled, seconds };
    this.#channel = channel;
    this.#isCurrent = isCurrent;
  }

  /** Returns how many rows a result has. Throws with code `no_result` if there is none. */
  length(kind: ResultKind): number {
    this.#check();
    const count = this.counts.get(resultKind(kind));
    if (count && 'rows' in count) return count.rows;
    if (count) throw DaytallyError.from(count.problem);
    throw new DaytallyError(pageCodes.noResult, `There is no result ${kind}.`);
  }

  /** Returns rows `start` (inclusive) to `end` (exclusive) as values, fewer past the last row. */
  async rows(kind: ResultKind, start: number, end: number): Promise<Rows> {
    const stream = await this.arrow(kind, start, end);
    const { decode } = await import('../results/decode');
    return { start, ...decode(stream) };
  }

  /** Returns rows `start` (inclusive) to `end` (exclusive) as one Arrow IPC stream. */
  async arrow(kind: ResultKind, start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    this.length(kind);
    checkWindow(start, end);
    const { streams } = await this.#channel.request({ daytally: 'rows', kind, start, end });
    this.#check();
    return joinStreams(streams as Uint8Array[]);
  }

  /** Reads a result in Arrow IPC streams of one batch each, as fast as they are taken. */
  async *batches(
    kind: ResultKind,
    options: FrameBatchOptions = {},
  ): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
    const { columns, batchRows = 65_536, signal, ...others } = batchOptions(options);
    const [other] = Object.keys(others);
    if (other) {
      const message = `The batches of a frame have no option "${other}".`;
      throw new DaytallyError(pageCodes.invalidOption, message);
    }
    const length = this.length(kind);
    for (let start = 0; start === 0 || start < length; start += batchRows) {
      if (signal?.aborted) throw cancelled();
      const stream = await this.arrow(kind, start, Math.min(start + batchRows, length));
      yield columns ? await selected(stream, columns) : stream;
    }
  }

  #check(): void {
    if (this.#isCurrent()) return;
    const message = 'These results are gone, since the frame has others or none.';
    throw new DaytallyError(pageCodes.noResult, message);
  }
}
