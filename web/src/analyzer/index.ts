import { SpillFolders } from '../disk/spill_folders';
import { DaytallyError, pageCodes } from '../errors';
import { Pool } from '../pool';
import type { ByteSink } from '../results/export/exporting';
import type { ExportOptions } from '../results/export/writing';
import { everything } from '../results/place';
import { readIssueRows } from '../results/reader';
import { Tables } from '../results/tables';
import { Preview } from '../run/files/preview';
import { calendar, coverage, overview } from '../run/gaps';
import type { Manifest } from '../run/manifest';
import type { SnapshotFetcher } from '../run/provider/fetcher';
import { RollUps } from '../run/roll_ups';
import { Run } from '../run/run';
import { sampleFile } from '../run/sample';
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
} from '../types';
import type { IssuePlace, IssueRow } from '../types/issue_row';
import { compileModule, workerStarter } from '../worker/start';
import { Downloads } from './downloads';
import { type AnalyzerOptions, limitsOf } from './options';

export type { AnalyzerOptions, ExportOptions };

/**
 * Answers the three questions about Parquet files, in workers of this page.
 *
 * `open`, `choose`, `run` and the setters of dates never reject: they resolve when their work has
 * ended, and `state` has the outcome. A `statechange` event follows every change of the state, and
 * a `fetchchange` every change of a provider job.
 */
export class Analyzer extends EventTarget {
  /** Shows data before there are results. */
  readonly preview: Preview;
  /** Fetches counts from providers for the snapshot. */
  readonly fetcher: SnapshotFetcher;
  /** Sums of channels, and of one video by day. */
  readonly rollUps: RollUps;
  readonly #pool: Pool;
  readonly #run: Run;
  readonly tables: Tables;
  readonly #downloads: Downloads;

  constructor(options: AnalyzerOptions = {}) {
    super();
    const { workers, memory } = limitsOf(options);
    this.#pool = new Pool(workers, workerStarter(options), () => compileModule(options));
    const folders = new SpillFolders(memory);
    this.#pool.onRenew = () => void folders.clear();
    this.#run = new Run(this.#pool, folders);
    this.tables = new Tables(this.#pool, this.#run.layouts);
    this.#downloads = new Downloads(this.#pool, this.tables, this.#run);
    this.preview = new Preview(this.#pool, this.#run, memory);
    this.fetcher = this.#run.fetcher;
    this.rollUps = new RollUps(this.#pool, () => this.#done());
    this.fetcher.onChange = () => this.dispatchEvent(new Event('fetchchange'));
    this.#run.onChange = () => this.dispatchEvent(new Event('statechange'));
  }

  /** The state of the run. */
  get state(): RunState {
    return this.#run.state;
  }

  /** The number of workers. */
  get workers(): number {
    return this.#pool.size;
  }

  /** Fetches and compiles the workers' module. */
  prepare(): void {
    this.#pool.prepare();
  }

  /** Returns a small Parquet file, made at run time, to try the page with. */
  sampleFile(): Promise<LocalFile> {
    return sampleFile(this.#pool);
  }

  /** Reads the footers of other files and plans their scan; discards earlier results. */
  open(selection: Selection | Promise<Selection>, options: RunOptions): Promise<void> {
    return this.#run.open(selection, options);
  }

  /** Plans again with other columns, or without some; discards earlier results. */
  choose(options: RunOptions): Promise<void> {
    return this.#run.choose(options);
  }

  /** Reads the data and derives every result. */
  run(options: RunOptions): Promise<void> {
    return this.#run.start(options);
  }

  /** Stops the current work at once. */
  cancel(): void {
    this.#run.cancel();
  }

  /** Skips the file of this path in the next run. */
  excludeFile(path: string): void {
    this.#run.excludeFile(path);
  }

  /** Derives the gaps up to another day, inclusive, or with other outages, from memory. */
  setEndDate(options: RunOptions): Promise<void> {
    return this.#run.setEndDate(options);
  }

  /** Fetches the snapshot, or changes its date, without reading the data again. */
  setRunDate(options: RunOptions): Promise<void> {
    return this.#run.setRunDate(options);
  }

  /**
   * Returns the rows of a result; they are read when requested, and the last ones are cached.
   *
   * Throws a DaytallyError of code `no_result` if there is no such result.
   */
  result(kind: ResultKind): RowSource {
    return this.tables.whole(kind);
  }

  /** Returns the rows that match a filter, in an order. Rejects as `result` throws. */
  view(kind: ResultKind, view: View, options?: LookOptions): Promise<RowSource> {
    return this.tables.view(kind, view, options);
  }

  rows(kind: ResultKind): number {
    return this.tables.layout(kind).length;
  }

  /** Returns sums over all videos, up to the end date. Rejects without results. */
  async overview(): Promise<Overview> {
    this.#done();
    return await overview(this.#pool);
  }

  /** Returns the coverage, by the rule or by a fixed share. Rejects as `overview`. */
  async coverage(outageShare?: number): Promise<Coverage | undefined> {
    this.#done();
    return await coverage(this.#pool, outageShare);
  }

  /** Returns the days of a video, for each of its channels. Rejects as `overview`. */
  async calendar(video: string): Promise<VideoDays[]> {
    this.#done();
    return await calendar(this.#pool, video);
  }

  /** Returns the first rows with an issue of a row group, read again. Rejects as `overview`. */
  async issueRows(place: IssuePlace): Promise<IssueRow[]> {
    return await readIssueRows(this.#pool, this.#done().plan, place);
  }

  /** Returns rows `start` to `end` (exclusive) as Arrow IPC streams. Rejects as `view`. */
  async arrow(kind: ResultKind, start: number, end: number): Promise<Uint8Array[]> {
    return await this.tables.streams(this.tables.layout(kind), start, end);
  }

  /** Estimates the bytes of a result's file by writing parts of it. Rejects as `view`. */
  async exportSize(request: Parameters<Downloads['size']>[0]): Promise<number> {
    return await this.#downloads.size(request);
  }

  /** Writes a result to a sink. Rejects with a DaytallyError, also when it is aborted. */
  export(kind: ResultKind, format: Format, sink: ByteSink, options?: ExportOptions): Promise<void> {
    return this.fetcher.hold(this.#downloads.write({ kind, format, sink, ...options }));
  }

  /** Returns what is needed to repeat a result; reads the footers again. Rejects as `view`. */
  async manifest(kind: ResultKind, filter = everything): Promise<Manifest | undefined> {
    return await this.#downloads.manifest(kind, filter);
  }

  /** Ends the workers; the analyzer cannot be used afterwards. */
  dispose(): void {
    this.#run.cancel();
    this.#pool.dispose();
  }

  #done(): Dataset {
    if (this.state.phase === 'done') return this.state.dataset;
    throw new DaytallyError(pageCodes.noResult, 'There are no results yet.');
  }
}
