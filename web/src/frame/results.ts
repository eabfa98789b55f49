import { cancelled, DaytallyError, pageCodes } from '../errors';
import { type BatchOptions, batchOptions, joined } from '../open/batches';
import { joinStreams } from '../open/join';
import { exportChecks } from '../open/results';
import { fill, streamOf } from '../open/stream';
import { checked } from '../options/check';
import { checkWindow, formatOf, resultKind } from '../options/rows';
import { runChecks } from '../options/run';
import type { ExportOptions } from '../results/export/writing';
import type {
  Count,
  Diagnostics,
  Format,
  Outage,
  Outcome,
  Overview,
  ResultKind,
  Rows,
  RunOptions,
} from '../types';
import type { Channel, FromFrame } from './channel';

/** Which rows and columns of a frame's result are written, and how that is stopped. */
export type FrameExportOptions = Omit<ExportOptions, 'onProgress'>;

const { onProgress: _, ...frameChecks } = exportChecks;

/**
 * The results in a frame, with the methods of the `Results` of a page. They are available until the
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

  /** Returns how many rows a result has. Throws with code `no_result` if it is missing. */
  length(kind: ResultKind): number {
    this.#check();
    const count = this.counts.get(resultKind(kind));
    if (count?.problem) throw DaytallyError.from(count.problem);
    if (count) return count.rows;
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
    const { streams } = await this.#request({ daytally: 'rows', kind, start, end });
    return joinStreams(streams as Uint8Array[]);
  }

  /**
   * Reads a result in Arrow IPC streams of one batch each, as fast as they are taken. A result
   * without rows has one batch without rows.
   */
  async *batches(
    kind: ResultKind,
    options: BatchOptions = {},
  ): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
    const { columns, signal, ...others } = batchOptions(options);
    this.length(kind);
    for await (const part of this.#parts({ kind, options: others }, signal)) {
      yield await joined(part as Uint8Array[], columns);
    }
  }

  /** Returns a whole result as a stream of bytes in a format, written as fast as it is read. */
  stream(
    kind: ResultKind,
    format: Format,
    options: FrameExportOptions = {},
  ): ReadableStream<Uint8Array<ArrayBuffer>> {
    this.length(kind);
    return streamOf((writable) => this.export(kind, format, writable, options));
  }

  /**
   * Writes a result to a stream at the stream's pace, and closes it. If that fails or is
   * aborted, the stream is aborted and never closed.
   */
  async export(
    kind: ResultKind,
    format: Format,
    stream: WritableStream<Uint8Array<ArrayBuffer>>,
    options: FrameExportOptions = {},
  ): Promise<void> {
    this.length(kind);
    const { signal = new AbortController().signal, ...others } = checked<FrameExportOptions>(
      options,
      frameChecks,
      'export()',
    );
    const sending = { kind, format: formatOf(format), options: others };
    try {
      await fill(stream, signal, async (sink) => {
        for await (const part of this.#parts(sending, signal)) {
          await sink.write(part as Uint8Array<ArrayBuffer>);
        }
      });
    } catch (thrown) {
      throw signal.aborted ? cancelled() : DaytallyError.from(thrown);
    }
  }

  /** Returns sums over all videos. */
  async overview(): Promise<Overview> {
    const { overview } = await this.#request({ daytally: 'overview' });
    return overview as Overview;
  }

  /** Returns the days on which far more videos lack data, or more than a share of them. */
  async outages(share?: number): Promise<readonly Outage[]> {
    const known = share === undefined ? share : runChecks.outageShare(share, 'share');
    const { outages } = await this.#request({ daytally: 'outages', share: known });
    return outages as Outage[];
  }

  async #request(message: Parameters<Channel['request']>[0]): Promise<FromFrame> {
    this.#check();
    const found = await this.#channel.request(message);
    this.#check();
    return found;
  }

  /** Reads what the frame sends of a result, one part after the other. */
  async *#parts(
    sending: { kind: ResultKind; format?: Format; options: object },
    signal: AbortSignal | undefined,
  ): AsyncGenerator<unknown, void, undefined> {
    try {
      yield* this.#channel.receive({ daytally: 'send', ...sending }, signal);
      this.#check();
    } catch (thrown) {
      if (signal?.aborted) throw cancelled();
      this.#check();
      throw DaytallyError.from(thrown);
    }
  }

  #check(): void {
    if (this.#isCurrent()) return;
    const message = 'These results are gone, since the frame has others or none.';
    throw new DaytallyError(pageCodes.noResult, message);
  }
}
