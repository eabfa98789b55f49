import { DaytallyError, pageCodes } from '../../errors';
import type { Team } from '../../pool';
import type { Problem, RunOptions, RunState } from '../../types';
import type { Cost, Fetching, FetchProvider, LedgerAbout, LedgerUse } from '../../types/snapshot';
import type { FetchJob } from './fetch_job';
import { fetchProvider, providerText, serviceOf } from './provider';

/** A run whose results get the answers. */
export interface AnsweredRun {
  readonly state: RunState;
  /** Changes what is in memory, and has the results of a snapshot found again. */
  answered(options: RunOptions, change: () => Promise<void>): Promise<void>;
}

/** Fetches the snapshot of a run from providers, one job at a time. Its methods never reject. */
export class SnapshotFetcher {
  /** Called after each change of the following properties. */
  onChange: () => void = () => {};
  readonly #team: Team;
  readonly #run: AnsweredRun;
  readonly #now: () => number;
  #job: FetchJob | undefined;
  #begun: symbol | undefined;
  #fetching: Fetching | undefined;
  #problem: Problem | undefined;
  #work: Promise<void> = Promise.resolve();
  readonly #held = new Set<Promise<unknown>>();

  constructor(team: Team, run: AnsweredRun, now: () => number) {
    this.#team = team;
    this.#run = run;
    this.#now = now;
  }

  /** The progress of the job, or of the last one; undefined without a job. */
  get fetching(): Fetching | undefined {
    return this.#fetching;
  }

  /** Why the last job ended without an answer to all. */
  get problem(): Problem | undefined {
    return this.#problem;
  }

  /** Returns the name of the provider, for a button. */
  of(provider: FetchProvider): string {
    return providerText(provider.provider === 'youtube' ? { provider: 'youtube' } : provider);
  }

  /** Whether a job is running. */
  get active(): boolean {
    return this.#begun !== undefined;
  }

  /**
   * Fetches the counts of all videos of the results from the provider; resolves when the job ends.
   */
  start(options: RunOptions, use: LedgerUse | undefined = options.ledger): Promise<void> {
    if (!this.active) this.#work = this.#start(options, use);
    return this.#work;
  }

  async #start(options: RunOptions, use: LedgerUse | undefined): Promise<void> {
    const { state } = this.#run;
    const provider = fetchProvider(options);
    if (state.phase !== 'done' || !provider || this.active) return;
    const begun = Symbol();
    this.#begun = begun;
    this.#set(begun, undefined);
    try {
      // Loaded here because most runs fetch nothing.
      const { FetchJob } = await import('./fetch_job');
      if (this.#begun !== begun) return;
      this.#job = new FetchJob({
        team: this.#team,
        provider,
        ...(use && { use }),
        runDate: options.runDate,
        videos: state.outcome.diagnostics.videos,
        now: this.#now,
        onStep: (fetching) => this.#set(begun, fetching),
        onAnswers: async ({ runDate }, send) => {
          while (this.#held.size > 0) await Promise.allSettled(this.#held);
          await this.#run.answered({ ...options, runDate }, send);
        },
      });
      await this.#job.run();
    } catch (thrown) {
      const error = DaytallyError.from(thrown);
      // The error of ended workers is already reported.
      const reported = error.code === pageCodes.cancelled || error.code === pageCodes.crashed;
      if (this.#begun === begun && !reported) this.#problem = error.toFailure();
    }
    if (this.#begun === begun) this.#ended();
  }

  pause(): void {
    this.#job?.pause().catch(() => {});
  }

  resume(): void {
    this.#job?.resume().catch(() => {});
  }

  /** Stops; videos without an answer are unanswered, and the ledger is kept. */
  cancel(): void {
    this.#job?.cancel().catch(() => {});
  }

  /** Ends the current job, if there is one, and waits for its end. */
  async end(): Promise<void> {
    this.cancel();
    await this.#work;
  }

  /** Adds the answers so far to the results. */
  show(): void {
    this.#job?.show();
  }

  /** Adds no answers to the results until the work has ended, such as the saving of a result. */
  hold<T>(work: Promise<T>): Promise<T> {
    this.#held.add(work);
    const letGo = () => this.#held.delete(work);
    work.then(letGo, letGo);
    return work;
  }

  /** Returns the cost of so many videos. Rejects with a DaytallyError. */
  cost(provider: FetchProvider, videos: number): Promise<Cost> {
    return this.#team.call(0, 'snapshotCost', serviceOf(provider), videos);
  }

  /** Returns what this browser knows of an earlier job. Rejects with a DaytallyError. */
  ledger(provider: FetchProvider): Promise<LedgerAbout | undefined> {
    return this.#team.call(0, 'ledgerAbout', serviceOf(provider));
  }

  /** Returns the ledger as a file, which another browser or the command line can resume. */
  ledgerBlob(provider: FetchProvider): Promise<Blob | undefined> {
    return this.#team.call(0, 'ledgerBlob', serviceOf(provider));
  }

  /** Replaces the ledger. Rejects with a DaytallyError. */
  loadLedger(provider: FetchProvider, ledger: Blob): Promise<LedgerAbout> {
    return this.#team.call(0, 'ledgerLoad', serviceOf(provider), ledger);
  }

  /** Deletes the earlier answers. Rejects with a DaytallyError. */
  forgetLedger(provider: FetchProvider): Promise<void> {
    return this.#team.call(0, 'ledgerForget', serviceOf(provider));
  }

  /** Forgets the job, whose workers are ended or about to be. */
  drop(): void {
    this.#fetching = undefined;
    this.#problem = undefined;
    this.#ended();
  }

  #ended(): void {
    this.#begun = undefined;
    this.#job = undefined;
    this.onChange();
  }

  #set(begun: symbol, fetching: Fetching | undefined): void {
    if (this.#begun !== begun) return;
    this.#fetching = fetching;
    this.#problem = undefined;
    this.onChange();
  }
}
