import { Downloads } from './analyzer/downloads';
import { type AnalyzerOptions, limitsOf } from './analyzer/options';
import { SpillFolders } from './disk/spill_folders';
import { DaytallyError, pageCodes } from './errors';
import { Pool } from './pool';
import type { ByteSink } from './results/exporting';
import { readOddRows } from './results/odd_rows';
import { everything } from './results/place';
import { readStreams } from './results/reader';
import { Tables } from './results/tables';
import type { ExportOptions } from './results/writing';
import type { Asker } from './run/asker';
import { calendar } from './run/calendar';
import { FilteredLayouts } from './run/filtering';
import { coverage, overview } from './run/gaps';
import type { Manifest } from './run/manifest';
import { Preview } from './run/preview';
import { Run } from './run/run';
import { sampleFile } from './run/sample';
import type {
  Coverage,
  Dataset,
  Format,
  LocalFile,
  LookOptions,
  Overview,
  ResultKind,
  RowSource,
  RunOptions,
  RunState,
  Selection,
  VideoDays,
  View,
} from './types';
import type { OddPlace, OddRow } from './types/odd_row';
import { compileModule, workerStarter } from './worker/start';

export type { AnalyzerOptions, ExportOptions };

/**
 * Answers the three questions about Parquet files, in workers of this page.
 *
 * `open`, `choose`, `run` and the setters of dates never reject: they end when their work has
 * ended, and `state` says how. A `statechange` event follows every change of the state, and an
 * `askingchange` every change of a job that asks a provider.
 */
export class Analyzer extends EventTarget {
  /** Looks at what there is before there are results. */
  readonly preview: Preview;
  /** Asks providers for the snapshot. */
  readonly asker: Asker;
  readonly #pool: Pool;
  readonly #run: Run;
  readonly #tables: Tables;
  readonly #downloads: Downloads;

  constructor(options: AnalyzerOptions = {}) {
    super();
    const { workers, memory } = limitsOf(options);
    this.#pool = new Pool(workers, workerStarter(options), () => compileModule(options));
    const folders = new SpillFolders(memory);
    this.#pool.onRenew = () => void folders.clear();
    this.#run = new Run(this.#pool, folders);
    this.#tables = new Tables(this.#pool, new FilteredLayouts(this.#pool, this.#run));
    this.#downloads = new Downloads(this.#pool, this.#tables, this.#run);
    this.preview = new Preview(this.#pool, this.#run, memory);
    this.asker = this.#run.asker;
    this.asker.onChange = () => this.dispatchEvent(new Event('askingchange'));
    this.#run.onChange = () => this.dispatchEvent(new Event('statechange'));
  }

  /** Where the run is. */
  get state(): RunState {
    return this.#run.state;
  }

  /** How many workers share the work. */
  get workers(): number {
    return this.#pool.size;
  }

  /** Fetches and compiles what the workers run. */
  prepare(): void {
    this.#pool.prepare();
  }

  /** A small Parquet file, made at run time, to try the page with. */
  sampleFile(): Promise<LocalFile> {
    return sampleFile(this.#pool);
  }

  /** Reads the footers of other files and plans their scan; forgets earlier results. */
  open(selection: Selection | Promise<Selection>, options: RunOptions): Promise<void> {
    return this.#run.open(selection, options);
  }

  /** Plans again with other columns, or without some; forgets earlier results. */
  choose(options: RunOptions): Promise<void> {
    return this.#run.choose(options);
  }

  /** Reads the data and derives every result. */
  run(options: RunOptions): Promise<void> {
    return this.#run.start(options);
  }

  /** Stops what is being done, at once. */
  cancel(): void {
    this.#run.cancel();
  }

  /** Leaves the file of this path out of the next run. */
  leaveOut(path: string): void {
    this.#run.leaveOut(path);
  }

  /** Derives the gaps up to another day, inclusive, or with other outages, from memory. */
  setEndDate(options: RunOptions): Promise<void> {
    return this.#run.setEndDate(options);
  }

  /** Asks for the snapshot, or dates it anew, without reading the data again. */
  setRunDate(options: RunOptions): Promise<void> {
    return this.#run.setRunDate(options);
  }

  /**
   * The rows of a result; they are read when asked for, and the last ones are kept.
   *
   * Throws a DaytallyError of code `no_result` when there is no such result.
   */
  result(kind: ResultKind): RowSource {
    return this.#tables.whole(kind);
  }

  /** Rows that a filter wants, in an order. Rejects with a DaytallyError; see `result`. */
  view(kind: ResultKind, view: View, options?: LookOptions): Promise<RowSource> {
    return this.#tables.view(kind, view, options);
  }

  rows(kind: ResultKind): number {
    return this.#tables.layout(kind).length;
  }

  /** Sums over all videos, of the results' end date. Rejects with a DaytallyError, also without results. */
  async overview(): Promise<Overview> {
    this.#done();
    return await overview(this.#pool);
  }

  /** The coverage, with the outages by the rule or by a fixed share. Rejects as `overview`. */
  async coverage(outageShare?: number): Promise<Coverage | undefined> {
    this.#done();
    return await coverage(this.#pool, outageShare);
  }

  /** The days of a video, for each of its channels. Rejects as `overview`. */
  async calendar(video: string): Promise<VideoDays[]> {
    this.#done();
    return await calendar(this.#pool, video);
  }

  /** The first odd rows of a row group, read again. Rejects as `overview`. */
  async oddRows(place: OddPlace): Promise<OddRow[]> {
    return await readOddRows(this.#pool, this.#done().plan, place);
  }

  /** Rows `start` (inclusive) to `end` (exclusive) as Arrow IPC streams. Rejects as `view`. */
  async arrow(kind: ResultKind, start: number, end: number): Promise<Uint8Array[]> {
    return await readStreams(this.#pool, this.#tables.layout(kind), start, end);
  }

  /** About how many bytes a result takes in a file, found by writing some of it. Rejects as `view`. */
  async exportSize(kind: ResultKind, format: Format, filter = everything): Promise<number> {
    return await this.#downloads.size({ kind, format, filter });
  }

  /** Writes a result to a sink. Rejects with a DaytallyError, also when it is aborted. */
  export(kind: ResultKind, format: Format, sink: ByteSink, options?: ExportOptions): Promise<void> {
    return this.asker.hold(this.#downloads.write({ kind, format, sink, ...options }));
  }

  /** What a colleague needs to repeat a result; reads the footers again. Rejects as `view`. */
  async manifest(kind: ResultKind, filter = everything): Promise<Manifest | undefined> {
    return await this.#downloads.manifest(kind, filter);
  }

  /** Ends the workers; the analyzer can't be used afterwards. */
  dispose(): void {
    this.#run.cancel();
    this.#pool.dispose();
  }

  #done(): Dataset {
    if (this.state.phase === 'done') return this.state.dataset;
    throw new DaytallyError(pageCodes.noResult, 'There are no results yet.');
  }
}
