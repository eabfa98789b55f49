import { cancelled, DaytallyError } from '../errors';
import type { Team } from '../pool';
import type { Change, Dataset, ResultKind, RunOptions, RunState, Selection } from '../types';
import { datasetOf, failedState } from './failed';
import { ChosenFiles } from './files/chosen';
import { readWithoutBadFiles, refuseUnread } from './files/without_bad_files';
import { applyEndDate, diagnose, factsOf } from './gaps';
import { SnapshotFetcher } from './provider/fetcher';
import { fetchProvider, providerOf, shownOptions } from './provider/provider';
import { snapshot } from './provider/snapshot';
import { ofGaps, ofSnapshot, ResultLayouts } from './result_layouts';
import { changed, type FoundFigures, results } from './results';
import type { SpillPlace } from './scan/scan';
import { Work } from './work';

/** A run from the chosen files to the results. Its methods never reject: see `state`. */
export class Run {
  /** Called after each change of the state. */
  onChange: (state: RunState) => void = () => {};
  readonly #team: Team;
  readonly #place: SpillPlace;
  readonly #now: () => number;
  #state: RunState = { phase: 'idle' };
  #chosen: ChosenFiles | undefined;
  readonly #work = new Work();
  /** The layouts of the results; none unless the run is done. */
  readonly layouts: ResultLayouts;
  /** Fetches the snapshot from providers. */
  readonly fetcher: SnapshotFetcher;

  constructor(team: Team, place: SpillPlace, now = () => performance.now()) {
    this.#team = team;
    this.#place = place;
    this.#now = now;
    this.layouts = new ResultLayouts(team, this);
    this.fetcher = new SnapshotFetcher(team, this, now);
    team.onCrash = (error) => {
      if (!this.#work.busy && this.#state.phase === 'done') this.#fail(error);
    };
  }

  get state(): RunState {
    return this.#state;
  }

  /** The files of the run. */
  get chosen(): ChosenFiles | undefined {
    return this.#chosen;
  }

  /** Reads the footers of other files and plans their scan. */
  open(from: Selection | Promise<Selection>, options: RunOptions): Promise<void> {
    return this.#do(async (signal) => {
      this.#set({ phase: 'footers', done: 0, total: 0 });
      const selection = await from;
      signal.throwIfAborted();
      this.#chosen = undefined;
      this.#team.renew(cancelled());
      const chosen = await ChosenFiles.select(this.#team, selection, options);
      signal.throwIfAborted();
      this.#chosen = chosen;
      this.#team.register(chosen.files);
      this.#team.start();
      const total = chosen.files.length;
      this.#set({ phase: 'footers', done: 0, total });
      await chosen.readFooters(signal, (done) => this.#set({ phase: 'footers', done, total }));
      this.#planned(await chosen.plan(options));
    });
  }

  /** Plans again with other columns. */
  choose(options: RunOptions): Promise<void> {
    const chosen = this.#chosen;
    if (!chosen) return Promise.resolve();
    return this.#do(async (signal) => {
      const dataset = await chosen.plan(options);
      signal.throwIfAborted();
      this.#planned(dataset);
    });
  }

  /** Reads the data; ends with results, or with questions if a column cannot be guessed. */
  async start(options: RunOptions): Promise<void> {
    const chosen = this.#chosen;
    if (!chosen) return;
    await this.#do(async (signal) => {
      const [team, place, now] = [this.#team, this.#place, this.#now];
      const read = async (dataset: Dataset, signal: AbortSignal) => {
        const onState = (state: RunState) => signal.aborted || this.#set(state);
        await results(
          { team, dataset, options, place, signal, now, onState },
          () => refuseUnread(team, dataset, chosen.summaries),
          (kinds) => this.layouts.find(dataset.plan, kinds),
          (figures) => this.#done(dataset, options, figures),
        );
      };
      const dataset = await readWithoutBadFiles(team, chosen, options, signal, read);
      if (dataset.plan.questions.length > 0) this.#planned(dataset);
    });
    // Not while another run is in progress.
    if (!this.#work.busy && this.#state.phase === 'done') await this.fetcher.start(options);
  }

  /** Stops the current work. The workers are ended and replaced. */
  cancel(): void {
    if (!this.#work.busy) this.fetcher.cancel();
    else {
      // Without all footers there is nothing to run.
      if (this.#state.phase === 'footers') this.#chosen = undefined;
      this.#end();
      this.#set({ phase: 'cancelled', ...datasetOf(this.#state) });
    }
  }

  /** Skips a file from now on. */
  excludeFile(path: string): void {
    this.#chosen?.excludeFile(path);
  }

  /** Derives the gaps again from what is in memory. */
  setEndDate(options: RunOptions): Promise<void> {
    return this.#change('gaps', options, ofGaps, () => applyEndDate(this.#team, options));
  }

  /** Fetches the snapshot again, or changes its date. `SnapshotFetcher` does so for services. */
  async setRunDate(options: RunOptions): Promise<void> {
    if (this.fetcher.active) return;
    if (fetchProvider(options)) return await this.fetcher.start(options);
    this.fetcher.drop();
    await this.#change('snapshot', options, ofSnapshot, (signal) =>
      snapshot(this.#team, options, signal),
    );
  }

  /** Changes what is in memory, and has the results of a snapshot found again. */
  async answered(options: RunOptions, change: () => Promise<void>): Promise<void> {
    await this.#change('snapshot', options, ofSnapshot, change);
  }

  async #change(
    of: Change['of'],
    options: RunOptions,
    kinds: readonly ResultKind[],
    derive: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    if (this.#state.phase !== 'done') return;
    // One after the other: incoming answers are a change too.
    await this.#work.next(async (signal) => {
      if (this.#state.phase !== 'done') return;
      const { dataset, outcome } = this.#state;
      const began = this.#now();
      this.#set({ phase: 'done', dataset, outcome: { ...outcome, updating: of } });
      await derive(signal);
      const affected = dataset.plan.kinds.filter((kind) => kinds.includes(kind));
      if (of === 'snapshot' && providerOf(options) === 'none') this.layouts.forget(affected);
      else await this.layouts.find(dataset.plan, affected);
      const next = changed(outcome, of, options, (this.#now() - began) / 1000);
      await this.#done(dataset, next.options, next.figures);
    }, this.#fail);
  }

  async #done(dataset: Dataset, options: RunOptions, figures: FoundFigures): Promise<void> {
    const diagnostics = await diagnose(this.#team, factsOf(dataset, options));
    const { counts } = this.layouts;
    const outcome = { options: shownOptions(options), counts, diagnostics, ...figures };
    this.#set({ phase: 'done', dataset, outcome });
  }

  #planned(dataset: Dataset): void {
    const phase = dataset.plan.questions.length > 0 ? 'questions' : 'ready';
    this.#set({ phase, dataset });
  }

  /** Does one thing; earlier work in progress is ended. */
  #do(body: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (this.#work.busy || this.fetcher.active) this.#end();
    else this.fetcher.drop();
    return this.#work.do(body, this.#fail);
  }

  #end(): void {
    this.#work.stop();
    this.fetcher.drop();
    this.#team.renew(cancelled());
  }

  readonly #fail = (thrown: unknown): void => {
    const error = DaytallyError.from(thrown);
    const failed = failedState(error, this.#state, this.#chosen?.summary);
    this.#end();
    this.#set(failed);
  };

  #set(state: RunState): void {
    if (state.phase !== 'done') this.layouts.clear();
    this.#state = state;
    this.onChange(state);
  }
}
