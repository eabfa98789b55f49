import { DaytallyError, pageCodes } from '../../errors';
import { broadcast, type Team } from '../../pool';
import { handOver } from '../../rpc/hand_over';
import type { FetchBegun, FetchStep } from '../../rpc/snapshot';
import type {
  Fetching,
  FetchingStage,
  FetchProvider,
  LedgerUse,
  ServiceOptions,
} from '../../types/snapshot';
import { answerByCallback } from './callback';
import { providerText, serviceOf } from './provider';

/** Ids taken from a worker at once. */
const idsAtOnce = 65_536;
const resting: readonly FetchingStage['kind'][] = ['paused', 'quota', 'stopped'];

/** The order of a fetch job. */
export interface FetchOrder {
  readonly team: Team;
  readonly provider: FetchProvider;
  readonly runDate: string;
  /** What to do with an earlier job's ledger; if absent, a ledger of another day is an error. */
  readonly use?: LedgerUse;
  /** The maximum number of distinct videos. */
  readonly videos: number;
  readonly now: () => number;
  /** Called with the progress. */
  readonly onStep: (fetching: Fetching) => void;
  /** Sends the workers the answers, and has the results found again. */
  readonly onAnswers: (fetching: Fetching, send: () => Promise<void>) => Promise<void>;
}

/**
 * A job that fetches the count of every video from a provider.
 *
 * The workers get answers when it pauses or ends, and when the user wants to see them, but not
 * meanwhile: rows would move while the user reads them.
 */
export class FetchJob {
  readonly #order: FetchOrder;
  readonly #end = new AbortController();
  readonly #began: number;
  #fetching: Fetching | undefined;
  #wanted = false;
  #offsets: number[];

  constructor(order: FetchOrder) {
    this.#order = order;
    this.#began = order.now();
    this.#offsets = Array.from({ length: order.team.size }, () => 0);
  }

  /** Fetches until everything is answered, or it is cancelled. Rejects with a DaytallyError. */
  async run(): Promise<void> {
    const { team, provider, use, runDate, onStep } = this.#order;
    const callback =
      'fetchViews' in provider
        ? answerByCallback(provider.fetchViews, this.#end.signal)
        : undefined;
    const service = serviceOf(provider);
    try {
      await broadcast(team, (worker) => team.call(worker, 'clearAnswers'));
      const ledger = use ?? (await this.#useOf(service));
      const begun = await team.call(
        0,
        'snapshotFetch',
        team.size,
        service,
        runDate,
        ledger,
        callback,
      );
      for (let before: string | undefined; ; ) {
        const step = await team.call(0, 'snapshotStep');
        const fetching = this.#report(step, begun, providerText(service));
        this.#fetching = fetching;
        const { kind } = fetching.stage;
        const rests = resting.includes(kind) && kind !== before;
        const ends = kind === 'done' || kind === 'cancelled';
        // The job ends only after the results.
        if (!ends) onStep(fetching);
        before = kind;
        if (step.stage.kind === 'ids') await this.#pushIds();
        if (this.#wanted || rests || ends) await this.#show(fetching);
        if (ends) return;
      }
    } finally {
      this.#end.abort();
    }
  }

  /** Starts no more calls until `resume`; those in flight are still answered. */
  pause(): Promise<void> {
    return this.#order.team.call(0, 'snapshotPause');
  }

  /** Continues after a pause, a stop or the end of a quota. */
  resume(): Promise<void> {
    return this.#order.team.call(0, 'snapshotResume');
  }

  /** Stops; videos without an answer stay so, and the ledger is kept. */
  cancel(): Promise<void> {
    return this.#order.team.call(0, 'snapshotCancel');
  }

  /** Adds the answers so far to the results. */
  show(): void {
    this.#wanted = true;
  }

  async #useOf(service: ServiceOptions): Promise<LedgerUse> {
    const { team, runDate } = this.#order;
    const about = await team.call(0, 'ledgerAbout', service);
    if (!about || about.runDate === runDate) return 'resume';
    const found = `There is a ledger of ${about.runDate} with ${about.known} answers of this provider`;
    const remedy = `Set the option ledger to 'resume' or 'restart'.`;
    const message = `${found}; expected one of ${runDate}, or none. ${remedy}`;
    throw new DaytallyError(pageCodes.invalidOption, message);
  }

  #report({ stage, ...requested }: FetchStep, begun: FetchBegun, of: string): Fetching {
    const { videos, now } = this.#order;
    return {
      ...requested,
      stage: stage.kind === 'ids' ? { kind: 'fetching' } : stage,
      of,
      videos: Math.max(videos, requested.settled),
      runDate: begun.runDate,
      ledger: begun.medium,
      seconds: (now() - this.#began) / 1000,
      shown: this.#fetching?.shown ?? 0,
    };
  }

  async #pushIds(): Promise<void> {
    const { team } = this.#order;
    for (const stream of await team.call(0, 'snapshotNeeds')) {
      const start = this.#offsets[stream] ?? 0;
      const ids = await team.call(stream, 'videoIds', start, idsAtOnce);
      this.#offsets[stream] = start + idsAtOnce;
      await team.call(0, 'snapshotPush', stream, handOver(ids));
    }
  }

  async #show(fetching: Fetching): Promise<void> {
    const { team, onAnswers, onStep } = this.#order;
    this.#wanted = false;
    const shown = { ...fetching, shown: fetching.settled };
    await onAnswers(shown, async () => {
      await broadcast(team, async (worker) => {
        const answers = await team.call(0, 'snapshotTake', worker);
        await team.call(worker, 'answer', handOver(answers), fetching.runDate);
      });
    });
    this.#fetching = shown;
    onStep(shown);
  }
}
