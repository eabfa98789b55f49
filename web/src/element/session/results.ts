import type { ReactiveControllerHost } from 'lit';
import type { Analyzer } from '../../analyzer';
import type { RunOptions, RunState } from '../../types';
import type { DownloadRequest } from '../../ui/results/download_menu';
import { Downloads } from '../downloads/downloads';
import { resultName } from '../downloads/file_name';
import { answersOf, once } from './answers';
import type { Opening } from './opening';
import type { OwnAnalyzer } from './own_analyzer';
import { Shown } from './shown';

/** Keeps the results of a run on the page until those of the next are ready. */
export class Results {
  readonly downloads: Downloads;
  readonly #own: OwnAnalyzer;
  readonly #opening: Opening;
  #shown: Shown | undefined;

  constructor(host: ReactiveControllerHost, own: OwnAnalyzer, opening: Opening) {
    this.downloads = new Downloads(host);
    this.#own = own;
    this.#opening = opening;
  }

  /** The results on the page, which may be of an earlier run. */
  get shown(): Shown | undefined {
    return this.#shown;
  }

  /** The analyzer that has the results on the page, or will have the first. */
  get analyzer(): Analyzer {
    return this.#shown?.analyzer ?? this.#own.get();
  }

  /** Sums over all videos, made once for each run and end date. */
  readonly overview = once(
    () => this.#shown?.outcome,
    () => this.analyzer.overview(),
  );

  /** What the views request. */
  readonly answers = answersOf(() => this.analyzer);

  /** Whether leaving the page would end an export or a provider's job. */
  get working(): boolean {
    return this.downloads.busy || (this.#shown?.analyzer.fetcher.active ?? false);
  }

  /** Returns the options of another snapshot: those of an earlier run stay as they were. */
  optionsOf(next: RunOptions): RunOptions {
    const shown = this.#shown;
    if (!shown || this.#own.is(shown.analyzer)) return next;
    return { ...shown.outcome.options, runDate: next.runDate };
  }

  download(request: DownloadRequest): void {
    if (!this.#shown) return;
    const name = resultName(this.#shown, request.kind, request.filter, request.format);
    void this.downloads.start(this.#shown.analyzer, name, request);
  }

  /** Keeps results on the page until the next are ready. Returns whether there are any. */
  keep(): boolean {
    if (!this.#shown || !this.#own.is(this.#shown.analyzer)) return false;
    this.#own.release();
    return true;
  }

  /** Takes results, and removes those whose analyzer has lost its rows. */
  note(analyzer: Analyzer, state: RunState): void {
    if (state.phase === 'done') this.#show(analyzer, state);
    else if (analyzer === this.#shown?.analyzer) this.#forget();
  }

  /** Ends the workers that have the results. */
  end(): void {
    this.#shown?.analyzer.dispose();
    this.#shown = undefined;
  }

  #show(analyzer: Analyzer, state: Extract<RunState, { phase: 'done' }>): void {
    if (analyzer === this.#shown?.analyzer) {
      this.#shown.update(state);
      return;
    }
    const earlier = this.#shown?.analyzer;
    this.downloads.clear();
    this.#shown = new Shown(analyzer, state, this.#opening.isSample);
    if (earlier && !this.#own.is(earlier)) earlier.dispose();
  }

  #forget(): void {
    this.#shown = undefined;
    this.downloads.clear();
  }
}
