import type { Analyzer } from '../analyzer';
import { cancelled, DaytallyError } from '../errors';
import { type Checks, checked } from '../options/check';
import { checkWindow, filterOf, formatOf, resultKind, sortOf } from '../options/rows';
import { followingChecks, runChecks } from '../options/run';
import { listOf, someText } from '../options/values';
import type { ExportOptions } from '../results/export/writing';
import type {
  Count,
  Diagnostics,
  Format,
  Outage,
  Outcome,
  Overview,
  ResultKind,
  RowSource,
  Rows,
  RunOptions,
} from '../types';
import { type BatchOptions, batchOptions, readBatches } from './batches';
import { joinStreams } from './join';
import { fill, streamOf } from './stream';

export const exportChecks: Checks<ExportOptions> = {
  ...followingChecks,
  filter: filterOf,
  sort: sortOf,
  columns: listOf(someText),
};

/**
 * The results of an analysis. Rows stay in the workers until they are requested, and are available
 * until the data is analyzed again or closed. Every method fails with a DaytallyError.
 */
export class Results {
  /** The options of the analysis. */
  readonly options: RunOptions;
  /** How many rows each result has, or why it is not available. */
  readonly counts: ReadonlyMap<ResultKind, Count>;
  /** Data issues. */
  readonly diagnostics: Diagnostics;
  /** The work of the last reading of the data. */
  readonly figures: Pick<Outcome, 'reads' | 'spilled' | 'seconds'>;
  readonly #analyzer: Analyzer;
  readonly #check: () => void;
  readonly #sources = new Map<ResultKind, RowSource>();

  /** `check` throws if these results are no longer available. */
  constructor(analyzer: Analyzer, outcome: Outcome, check: () => void) {
    const { options, counts, diagnostics, reads, spilled, seconds } = outcome;
    this.options = options;
    this.counts = counts;
    this.diagnostics = diagnostics;
    this.figures = { reads, spilled, seconds };
    this.#analyzer = analyzer;
    this.#check = check;
  }

  /**
   * Returns how many rows a result has. Throws with code `no_result` if there is no such result.
   */
  length(kind: ResultKind): number {
    this.#check();
    const count = this.counts.get(resultKind(kind));
    if (count?.problem) throw DaytallyError.from(count.problem);
    return this.#analyzer.rows(kind);
  }

  /** Returns rows `start` (inclusive) to `end` (exclusive) as values, fewer past the last row. */
  async rows(kind: ResultKind, start: number, end: number): Promise<Rows> {
    this.#window(kind, start, end);
    const source = this.#sources.get(kind) ?? this.#analyzer.result(kind);
    this.#sources.set(kind, source);
    return await source.rows(start, end);
  }

  /**
   * Returns rows `start` (inclusive) to `end` (exclusive), fewer past the last row, as one Arrow
   * IPC stream. The whole window is in memory; some 65,536 rows are a good size.
   */
  async arrow(kind: ResultKind, start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    this.#window(kind, start, end);
    return joinStreams(await this.#analyzer.arrow(kind, start, end));
  }

  /**
   * Reads a result in Arrow IPC streams of one batch each, as fast as they are taken, so that a
   * result may be larger than memory. A result without rows has one batch without rows.
   *
   * @example
   * for await (const stream of results.batches('monthly', { filter: { id: 'UC' } })) add(stream);
   */
  batches(
    kind: ResultKind,
    options: BatchOptions = {},
  ): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
    this.length(kind);
    return readBatches(this.#analyzer, this.#check, kind, batchOptions(options));
  }

  /**
   * Returns a whole result as a stream of bytes in a format, written as fast as it is read. If
   * writing fails, reading does too.
   *
   * @example
   * return new Response(results.stream('gapsRanges', 'csv'));
   */
  stream(
    kind: ResultKind,
    format: Format,
    options: ExportOptions = {},
  ): ReadableStream<Uint8Array<ArrayBuffer>> {
    this.length(kind);
    return streamOf((writable) => this.export(kind, format, writable, options));
  }

  /**
   * Returns sums over all videos: views by month, active videos and those without data by day, gaps
   * by length.
   */
  async overview(): Promise<Overview> {
    this.#check();
    return await this.#analyzer.overview();
  }

  /**
   * Returns the days on which far more videos lack data than on the days around them; or, with a
   * share above 0 and up to 1, those on which more than that share of the active videos lacks data.
   */
  async outages(share?: number): Promise<readonly Outage[]> {
    this.#check();
    const known = share === undefined ? share : runChecks.outageShare(share, 'share');
    return (await this.#analyzer.coverage(known))?.outages ?? [];
  }

  /**
   * Writes a result to a stream at the stream's pace, and closes it. If that fails or is
   * aborted, the stream is aborted and never closed.
   *
   * Rejects with code `cancelled` when it is aborted, `io` when the stream fails.
   */
  async export(
    kind: ResultKind,
    format: Format,
    stream: WritableStream<Uint8Array<ArrayBuffer>>,
    options: ExportOptions = {},
  ): Promise<void> {
    this.length(kind);
    const known = checked<ExportOptions>(options, exportChecks, 'export()');
    const as = formatOf(format);
    const { signal = new AbortController().signal } = known;
    try {
      await fill(stream, signal, (sink) => this.#analyzer.export(kind, as, sink, known));
    } catch (thrown) {
      throw signal.aborted ? cancelled() : DaytallyError.from(thrown);
    }
  }

  #window(kind: ResultKind, start: number, end: number): void {
    this.length(kind);
    checkWindow(start, end);
  }
}
