import { cancelled, DaytallyError } from '../errors';
import type { Team } from '../pool';
import type { ResultLayout } from '../results/place';
import type { Change, Dataset, ResultKind, RunOptions, RunState, Selection } from '../types';
import { ChosenFiles, noInput } from './chosen';
import { Findings, ofGaps, ofSnapshot } from './findings';
import { diagnose, expect } from './gaps';
import { type FoundFigures, results } from './results';
import type { SpillPlace } from './scan';
import { isSkippable } from './skippable';
import { snapshot } from './snapshot';

/** A run from the chosen files to the results. Its methods never reject: see `state`. */
export class Run {
  /** Told after each change of the state. */
  onChange: (state: RunState) => void = () => {};
  readonly #team: Team;
  readonly #place: SpillPlace;
  readonly #now: () => number;
  #state: RunState = { phase: 'idle' };
  #chosen: ChosenFiles | undefined;
  #work: AbortController | undefined;
  #findings = new Findings();

  constructor(team: Team, place: SpillPlace, now = () => performance.now()) {
    this.#team = team;
    this.#place = place;
    this.#now = now;
    team.onCrash = (error) => {
      if (!this.#work && this.#state.phase === 'done') this.#fail(error);
    };
  }

  get state(): RunState {
    return this.#state;
  }

  /** The files that it works on. */
  get chosen(): ChosenFiles | undefined {
    return this.#chosen;
  }

  /** Where the rows of a result are; undefined when the run is not done or has no such result. */
  layout(kind: ResultKind): ResultLayout | undefined {
    return this.#findings.layout(kind);
  }

  /** Reads the footers of other files and plans their scan. */
  open(from: Selection | Promise<Selection>, options: RunOptions): Promise<void> {
    return this.#do(async (signal) => {
      this.#set({ phase: 'footers', done: 0, total: 0 });
      const selection = await from;
      signal.throwIfAborted();
      const chosen = new ChosenFiles(this.#team, selection);
      this.#chosen = chosen;
      this.#team.renew(cancelled());
      this.#team.register(selection.files);
      const total = selection.files.length;
      this.#set({ phase: 'footers', done: 0, total });
      await chosen.readFooters(signal, (done) => this.#set({ phase: 'footers', done, total }));
      this.#planned(await chosen.plan(options));
    });
  }

  /** Plans again with other columns. */
  choose(options: RunOptions): Promise<void> {
    const chosen = this.#chosen;
    if (!chosen) return Promise.resolve();
    return this.#do(async () => this.#planned(await chosen.plan(options)));
  }

  /** Reads the data; ends with results, or with questions when a column can't be guessed. */
  start(options: RunOptions): Promise<void> {
    const chosen = this.#chosen;
    if (!chosen) return Promise.resolve();
    return this.#do(async (signal) => {
      const dataset = await chosen.plan(options);
      if (dataset.plan.questions.length > 0) return this.#planned(dataset);
      if (dataset.plan.files.length === 0) {
        this.#planned(dataset);
        throw noInput('Every file is left out: the problems say why.');
      }
      await this.#run(dataset, options, signal);
    });
  }

  /** Stops whatever is being done. The workers are ended; the next ones start fresh. */
  cancel(): void {
    if (!this.#work) return;
    this.#end();
    this.#set({ phase: 'cancelled', ...this.#dataset });
  }

  /** Leaves a file out from now on. */
  leaveOut(path: string): void {
    this.#chosen?.leaveOut(path);
  }

  /** Derives the gaps anew from what is in memory. */
  setEndDate(options: RunOptions): Promise<void> {
    return this.#change('gaps', options, ofGaps, () => expect(this.#team, options));
  }

  /** Dates the snapshot anew, from what is in memory. */
  setRunDate(options: RunOptions): Promise<void> {
    return this.#change('snapshot', options, ofSnapshot, (signal) =>
      snapshot(this.#team, options, signal),
    );
  }

  async #run(dataset: Dataset, options: RunOptions, signal: AbortSignal): Promise<void> {
    const order = {
      team: this.#team,
      dataset,
      options,
      place: this.#place,
      signal,
      now: this.#now,
    };
    const onState = (state: RunState) => signal.aborted || this.#set(state);
    const find = (kinds: readonly ResultKind[]) =>
      this.#findings.find(order.team, dataset.plan, kinds);
    await results({ ...order, onState }, find, (figures) => this.#done(dataset, options, figures));
  }

  #change(
    of: Change['of'],
    options: RunOptions,
    kinds: readonly ResultKind[],
    derive: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const state = this.#state;
    if (state.phase !== 'done' || this.#work) return Promise.resolve();
    const { dataset, outcome } = state;
    return this.#do(async (signal) => {
      const began = this.#now();
      this.#set({ phase: 'done', dataset, outcome: { ...outcome, updating: of } });
      await derive(signal);
      const changed = dataset.plan.kinds.filter((kind) => kinds.includes(kind));
      await this.#findings.find(this.#team, dataset.plan, changed);
      const seconds = (this.#now() - began) / 1000;
      const { reads, spilled, memory } = outcome;
      const figures = { reads, spilled, memory, seconds: outcome.seconds, change: { of, seconds } };
      await this.#done(dataset, options, figures);
    });
  }

  async #done(dataset: Dataset, options: RunOptions, figures: FoundFigures): Promise<void> {
    const diagnostics = await diagnose(this.#team, options.endDate);
    const { counts } = this.#findings;
    this.#set({ phase: 'done', dataset, outcome: { options, counts, diagnostics, ...figures } });
  }

  #planned(dataset: Dataset): void {
    const phase = dataset.plan.questions.length > 0 ? 'questions' : 'ready';
    this.#set({ phase, dataset });
  }

  /** Does one thing; an earlier one that isn't done is ended. */
  async #do(body: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (this.#work) this.#end();
    const work = new AbortController();
    this.#work = work;
    try {
      await body(work.signal);
    } catch (thrown) {
      if (!work.signal.aborted) this.#fail(DaytallyError.from(thrown));
    } finally {
      if (this.#work === work) this.#work = undefined;
    }
  }

  #end(): void {
    this.#work?.abort();
    this.#work = undefined;
    this.#team.renew(cancelled());
  }

  #fail(error: DaytallyError): void {
    const { dataset } = this.#dataset;
    this.#end();
    const skippable = isSkippable(error, dataset);
    const chosen = this.#chosen?.summary;
    const kept = { ...(dataset && { dataset }), ...(chosen && { chosen }) };
    this.#set({ phase: 'failed', ...kept, error: error.toFailure(), skippable });
  }

  get #dataset(): { dataset?: Dataset } {
    return 'dataset' in this.#state && this.#state.dataset ? { dataset: this.#state.dataset } : {};
  }

  #set(state: RunState): void {
    if (state.phase !== 'done') this.#findings = new Findings();
    this.#state = state;
    this.onChange(state);
  }
}
