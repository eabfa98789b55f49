import { DaytallyError, pageCodes } from '../errors';
import type { Team } from '../pool';
import type { Problem, RunOptions, RunState } from '../types';
import type { AskedProvider, Asking, Cost, LedgerAbout, LedgerUse } from '../types/snapshot';
import type { AskingJob } from './asking_job';
import { askedProvider, providerText, serviceOf } from './provider';

/** A run whose results answers go into. */
export interface Asked {
  readonly state: RunState;
  /** Does something to what is in memory, and has the results of a snapshot found anew. */
  answered(options: RunOptions, change: () => Promise<void>): Promise<void>;
}

/** Asks providers for the snapshot of a run, one job at a time. Its methods never reject. */
export class Asker {
  /** Told after each change of what follows. */
  onChange: () => void = () => {};
  readonly #team: Team;
  readonly #run: Asked;
  readonly #now: () => number;
  #job: AskingJob | undefined;
  #begun: symbol | undefined;
  #asking: Asking | undefined;
  #problem: Problem | undefined;
  #work: Promise<void> = Promise.resolve();
  readonly #held = new Set<Promise<unknown>>();

  constructor(team: Team, run: Asked, now: () => number) {
    this.#team = team;
    this.#run = run;
    this.#now = now;
  }

  /** How far the job is, or the last one of the results; undefined when there is none. */
  get asking(): Asking | undefined {
    return this.#asking;
  }

  /** Why the last job ended without an answer to all. */
  get problem(): Problem | undefined {
    return this.#problem;
  }

  /** Who is asked, for a button: wherever its API is. */
  of(provider: AskedProvider): string {
    return providerText(provider.provider === 'youtube' ? { provider: 'youtube' } : provider);
  }

  /** Whether a job is under way. */
  get active(): boolean {
    return this.#begun !== undefined;
  }

  /** Asks the provider of the options about every video of the results; ends when that has. */
  ask(options: RunOptions, use: LedgerUse | undefined = options.ledger): Promise<void> {
    if (!this.active) this.#work = this.#ask(options, use);
    return this.#work;
  }

  async #ask(options: RunOptions, use: LedgerUse | undefined): Promise<void> {
    const { state } = this.#run;
    const provider = askedProvider(options);
    if (state.phase !== 'done' || !provider || this.active) return;
    const begun = Symbol();
    this.#begun = begun;
    this.#set(begun, undefined);
    try {
      // Most runs ask nobody from here.
      const { AskingJob } = await import('./asking_job');
      if (this.#begun !== begun) return;
      this.#job = new AskingJob({
        team: this.#team,
        provider,
        ...(use && { use }),
        runDate: options.runDate,
        videos: state.outcome.diagnostics.videos,
        now: this.#now,
        onStep: (asking) => this.#set(begun, asking),
        onAnswers: async ({ runDate }, tell) => {
          while (this.#held.size > 0) await Promise.allSettled(this.#held);
          await this.#run.answered({ ...options, runDate }, tell);
        },
      });
      await this.#job.run();
    } catch (thrown) {
      const error = DaytallyError.from(thrown);
      // Whoever ended the workers has told why.
      const told = error.code === pageCodes.cancelled || error.code === pageCodes.crashed;
      if (this.#begun === begun && !told) this.#problem = error.toFailure();
    }
    if (this.#begun === begun) this.#ended();
  }

  pause(): void {
    this.#job?.pause().catch(() => {});
  }

  resume(): void {
    this.#job?.resume().catch(() => {});
  }

  /** Asks no more; what is not answered yet is unanswered, and the ledger is kept. */
  cancel(): void {
    this.#job?.cancel().catch(() => {});
  }

  /** Ends the job that is under way, if there is one, and waits until it has ended. */
  async end(): Promise<void> {
    this.cancel();
    await this.#work;
  }

  /** Brings what is answered so far into the results. */
  show(): void {
    this.#job?.show();
  }

  /** Brings no answers into the results before this has ended, as a result that is being saved. */
  hold<T>(work: Promise<T>): Promise<T> {
    this.#held.add(work);
    const letGo = () => this.#held.delete(work);
    work.then(letGo, letGo);
    return work;
  }

  /** What asking about so many videos costs. Rejects with a DaytallyError. */
  cost(provider: AskedProvider, videos: number): Promise<Cost> {
    return this.#team.call(0, 'snapshotCost', serviceOf(provider), videos);
  }

  /** What this browser knows of an earlier job. Rejects with a DaytallyError. */
  ledger(provider: AskedProvider): Promise<LedgerAbout | undefined> {
    return this.#team.call(0, 'ledgerAbout', serviceOf(provider));
  }

  /** The ledger as a file, which also another browser or the command line goes on with. */
  ledgerBlob(provider: AskedProvider): Promise<Blob | undefined> {
    return this.#team.call(0, 'ledgerBlob', serviceOf(provider));
  }

  /** Puts a ledger in the place of the one that is there. Rejects with a DaytallyError. */
  loadLedger(provider: AskedProvider, ledger: Blob): Promise<LedgerAbout> {
    return this.#team.call(0, 'ledgerLoad', serviceOf(provider), ledger);
  }

  /** Forgets what was answered before. Rejects with a DaytallyError. */
  forgetLedger(provider: AskedProvider): Promise<void> {
    return this.#team.call(0, 'ledgerForget', serviceOf(provider));
  }

  /** Forgets the job, whose workers are ended or about to. */
  drop(): void {
    this.#asking = undefined;
    this.#problem = undefined;
    this.#ended();
  }

  #ended(): void {
    this.#begun = undefined;
    this.#job = undefined;
    this.onChange();
  }

  #set(begun: symbol, asking: Asking | undefined): void {
    if (this.#begun !== begun) return;
    this.#asking = asking;
    this.#problem = undefined;
    this.onChange();
  }
}
