import type { Analyzer } from '../analyzer';
import { reasonOf } from '../analyzer/ended';
import { today } from '../day';
import { cancelled, DaytallyError, pageCodes } from '../errors';
import { type Checks, checked } from '../options/check';
import { followingChecks, runChecks } from '../options/run';
import type { Dataset, RunOptions, RunState, Selection } from '../types';
import { type Progress, progressOf } from './progress';
import { Results } from './results';

/** How work is observed and stopped. */
export interface Following {
  /** Ends the work at once; the promise rejects with code `cancelled`. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/**
 * The options of an analysis; if absent, those about columns and the zone are those of `open`,
 * which also decides which files count.
 */
export interface AnalyzeOptions
  extends Omit<Partial<RunOptions>, 'asFiles' | 'tableVersion'>,
    Following {}

const { asFiles: _, tableVersion: __, ...ofAnalysis } = runChecks;
const analyzeChecks: Checks<AnalyzeOptions> = { ...ofAnalysis, ...followingChecks };

/** Files whose footers have been read. Every method rejects with a DaytallyError. */
export class Data implements AsyncDisposable {
  readonly #analyzer: Analyzer;
  readonly #choices: Partial<RunOptions>;
  #dataset: Dataset | undefined;
  #turn = 0;
  #closed = false;

  private constructor(analyzer: Analyzer, choices: Partial<RunOptions>) {
    this.#analyzer = analyzer;
    this.#choices = choices;
  }

  /** Reads the footers of files; if that fails, the analyzer is disposed of. */
  static async open(
    analyzer: Analyzer,
    selection: Promise<Selection>,
    choices: Partial<RunOptions>,
    following: Following,
  ): Promise<Data> {
    const data = new Data(analyzer, choices);
    try {
      const state = await data.#follow(following, () => {
        return analyzer.open(selection, data.#options({}));
      });
      data.#dataset = datasetOf(state);
      return data;
    } catch (error) {
      await data.close();
      throw error;
    }
  }

  /**
   * The facts in the footers: files, rows, days, columns with the reason for their choice, and
   * problems of skipped files. If `plan.questions` is not empty, columns must be named.
   */
  get dataset(): Dataset {
    this.#mustBeOpen();
    if (!this.#dataset) throw new DaytallyError(pageCodes.noInput, 'No footer has been read yet.');
    return this.#dataset;
  }

  /**
   * Reads the data and derives every result. If only dates or outages differ from the previous
   * analysis, it derives what they change without reading the data again. Earlier results are
   * discarded.
   *
   * Rejects with code `cancelled` when it is aborted or another analysis begins (the data can then
   * be analyzed again), with `ambiguous_column` if a column must be named first, and with
   * `invalid_option` for an unknown or invalid option, which changes nothing.
   */
  async analyze(options: AnalyzeOptions = {}): Promise<Results> {
    this.#mustBeOpen();
    const known = checked<AnalyzeOptions>(options, analyzeChecks, 'analyze()');
    const { signal, onProgress, ...choices } = known;
    const analyzer = this.#analyzer;
    const all = this.#options(choices);
    const state = await this.#follow({ signal, onProgress }, () => analyze(analyzer, all));
    this.#dataset = datasetOf(state);
    if (state.phase !== 'done') throw reasonOf(state);
    const turn = this.#turn;
    return new Results(analyzer, state.outcome, () => this.#check(turn));
  }

  /** Ends the workers and their work, and discards the results; a second call does nothing. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#turn += 1;
    this.#analyzer.dispose();
  }

  /** The same as `close`, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Lets the analyzer do one thing. Returns the state that it ends in; throws a failure. */
  async #follow(following: Following, work: () => Promise<void>): Promise<RunState> {
    const { signal, onProgress } = following;
    if (signal?.aborted) throw cancelled();
    this.#turn += 1;
    const turn = this.#turn;
    const analyzer = this.#analyzer;
    const report = () => {
      if (turn !== this.#turn) return;
      const { active, fetching } = analyzer.fetcher;
      const progress = progressOf(analyzer.state, active ? fetching : undefined);
      if (progress) onProgress?.(progress);
      // There is no user to fix it.
      if (active && fetching?.stage.kind === 'stopped') {
        refusal ??= fetching.stage.reason;
        analyzer.fetcher.cancel();
      }
    };
    let refusal: string | undefined;
    let stop = () => {};
    const stopped = new Promise<void>((resolve) => {
      stop = resolve;
    });
    const changes = ['statechange', 'fetchchange'];
    for (const change of changes) analyzer.addEventListener(change, report);
    signal?.addEventListener('abort', stop);
    try {
      await Promise.race([work(), stopped]);
    } finally {
      for (const change of changes) analyzer.removeEventListener(change, report);
      signal?.removeEventListener('abort', stop);
    }
    if (turn !== this.#turn) throw cancelled();
    if (signal?.aborted) {
      analyzer.cancel();
      throw cancelled();
    }
    const { state } = analyzer;
    if (state.phase === 'failed') throw reasonOf(state);
    if (refusal !== undefined) throw new DaytallyError('provider', `Fetching stopped: ${refusal}.`);
    if (analyzer.fetcher.problem) throw DaytallyError.from(analyzer.fetcher.problem);
    return state;
  }

  #check(turn: number): void {
    this.#mustBeOpen();
    const { state } = this.#analyzer;
    if (state.phase === 'failed') throw DaytallyError.from(state.error);
    if (turn === this.#turn) return;
    const message = 'These results are gone, since the data was analyzed again.';
    throw new DaytallyError(pageCodes.noResult, message);
  }

  #mustBeOpen(): void {
    if (this.#closed) throw new DaytallyError(pageCodes.closed, 'The data is closed.');
  }

  #options(choices: Partial<RunOptions>): RunOptions {
    const given = Object.entries({ ...this.#choices, ...choices });
    const known = Object.fromEntries(given.filter(([, value]) => value !== undefined));
    return { columns: {}, omitRoles: [], runDate: today(), ...known };
  }
}

/** Analyzes; reads the data only if what is in memory has other columns or another zone. */
async function analyze(analyzer: Analyzer, options: RunOptions): Promise<void> {
  const { state } = analyzer;
  const before = state.phase === 'done' && !state.outcome.updating && state.outcome.options;
  if (!before || !same(before, options, ['columns', 'omitRoles', 'dateFormats', 'timezone'])) {
    return await analyzer.run(options);
  }
  if (!same(before, options, ['endDate', 'excludeOutages', 'outageShare']))
    await analyzer.setEndDate(options);
  if (!same(before, options, ['runDate', 'batchSize', 'provider']))
    await analyzer.setRunDate(options);
}

function same(a: RunOptions, b: RunOptions, names: readonly (keyof RunOptions)[]): boolean {
  return names.every((name) => JSON.stringify(a[name]) === JSON.stringify(b[name]));
}

function datasetOf(state: RunState): Dataset | undefined {
  return 'dataset' in state ? state.dataset : undefined;
}
