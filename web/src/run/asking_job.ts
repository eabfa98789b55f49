import { DaytallyError, pageCodes } from '../errors';
import { everyone, type Team } from '../pool';
import { handOver } from '../rpc/hand_over';
import type { AskingStep } from '../rpc/snapshot';
import type {
  AskedProvider,
  Asking,
  AskingStage,
  LedgerUse,
  ServiceOptions,
} from '../types/snapshot';
import { askedFunction } from './asked_function';
import { providerText, serviceOf } from './provider';

/** Ids taken from a worker at a time. */
const idsAtOnce = 65_536;
const resting: readonly AskingStage['kind'][] = ['paused', 'quota', 'stopped'];

/** What is asked, and of whom. */
export interface AskingOrder {
  readonly team: Team;
  readonly provider: AskedProvider;
  readonly runDate: string;
  /** What is done with an earlier job's ledger; when absent, one of another day is an error. */
  readonly use?: LedgerUse;
  /** Distinct videos, at most. */
  readonly videos: number;
  readonly now: () => number;
  /** Told how far it is. */
  readonly onStep: (asking: Asking) => void;
  /** Has the workers told of what is answered, and the results found anew. */
  readonly onAnswers: (asking: Asking, tell: () => Promise<void>) => Promise<void>;
}

/**
 * A job that asks a provider about every video.
 *
 * The workers are told of answers when it rests or ends, and when somebody wants to see them, and
 * not meanwhile: rows would move under those who look at them.
 */
export class AskingJob {
  readonly #order: AskingOrder;
  readonly #end = new AbortController();
  readonly #began: number;
  #asking: Asking | undefined;
  #wanted = false;
  #offsets: number[];

  constructor(order: AskingOrder) {
    this.#order = order;
    this.#began = order.now();
    this.#offsets = Array.from({ length: order.team.size }, () => 0);
  }

  /** Asks until everything is answered, or it is cancelled. Rejects with a DaytallyError. */
  async run(): Promise<void> {
    const { team, provider, use, runDate, onStep } = this.#order;
    const ask = 'ask' in provider ? askedFunction(provider.ask, this.#end.signal) : undefined;
    const service = serviceOf(provider);
    try {
      await everyone(team, (worker) => team.call(worker, 'clearAnswers'));
      const ledger = use ?? (await this.#useOf(service));
      const begun = await team.call(0, 'snapshotAsk', team.size, service, runDate, ledger, ask);
      for (let before: string | undefined; ; ) {
        const step = await team.call(0, 'snapshotStep');
        const asking = this.#told(step, begun, providerText(service));
        this.#asking = asking;
        const { kind } = asking.stage;
        const rests = resting.includes(kind) && kind !== before;
        const ends = kind === 'done' || kind === 'cancelled';
        // It is not at its end before the results are.
        if (!ends) onStep(asking);
        before = kind;
        if (step.stage.kind === 'ids') await this.#pushIds();
        if (this.#wanted || rests || ends) await this.#show(asking);
        if (ends) return;
      }
    } finally {
      this.#end.abort();
    }
  }

  /** Asks no more until `resume`; what is under way is still answered. */
  pause(): Promise<void> {
    return this.#order.team.call(0, 'snapshotPause');
  }

  /** Goes on after a pause, a stop or the end of a quota. */
  resume(): Promise<void> {
    return this.#order.team.call(0, 'snapshotResume');
  }

  /** Asks no more; what is not answered stays so, and the ledger is kept. */
  cancel(): Promise<void> {
    return this.#order.team.call(0, 'snapshotCancel');
  }

  /** Brings what is answered so far into the results. */
  show(): void {
    this.#wanted = true;
  }

  async #useOf(service: ServiceOptions): Promise<LedgerUse> {
    const { team, runDate } = this.#order;
    const about = await team.call(0, 'ledgerAbout', service);
    if (!about || about.runDate === runDate) return 'go on';
    const found = `There is a ledger of ${about.runDate} with ${about.known} answers of this provider`;
    const remedy = `Go on with it, by the option ledger: 'go on', or 'begin anew'.`;
    const message = `${found}; expected one of ${runDate}, or none. ${remedy}`;
    throw new DaytallyError(pageCodes.invalidOption, message);
  }

  #told({ stage, ...asked }: AskingStep, begun: Begun, of: string): Asking {
    const { videos, now } = this.#order;
    return {
      ...asked,
      stage: stage.kind === 'ids' ? { kind: 'asking' } : stage,
      of,
      videos: Math.max(videos, asked.settled),
      runDate: begun.runDate,
      ledger: begun.kept,
      seconds: (now() - this.#began) / 1000,
      shown: this.#asking?.shown ?? 0,
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

  async #show(asking: Asking): Promise<void> {
    const { team, onAnswers, onStep } = this.#order;
    this.#wanted = false;
    const shown = { ...asking, shown: asking.settled };
    await onAnswers(shown, async () => {
      await everyone(team, async (worker) => {
        const answers = await team.call(0, 'snapshotTake', worker);
        await team.call(worker, 'answer', handOver(answers), asking.runDate);
      });
    });
    this.#asking = shown;
    onStep(shown);
  }
}

type Begun = { readonly runDate: string; readonly kept: 'disk' | 'memory' };
