import type { LedgerStore } from '../../disk/ledger_file';
import type * as Wasm from '../../generated/daytally.js';
import type { FetchStep } from '../../rpc/snapshot';
import type { FetchingStage } from '../../types/snapshot';
import { Blocked, type Carrier, Misfit, type Request } from './carrier';

/** Milliseconds after which the page gets a report, unless it got one earlier. */
const stepTime = 250;
/** Milliseconds that calls in flight have to be answered after a stop. */
const lastWait = 5000;

/** A job that calls a service: makes the calls that the job requests, and stores the answers. */
export class FetchService {
  readonly #job: Wasm.SnapshotJob;
  readonly #store: LedgerStore;
  readonly #carry: Carrier;
  readonly #calls = new Set<Promise<void>>();
  readonly #end = new AbortController();
  #held: 'paused' | 'cancelled' | undefined;
  /** Lines that the ledger could not store yet. */
  #unkept = '';
  #wake = () => {};

  constructor(job: Wasm.SnapshotJob, store: LedgerStore, carry: Carrier) {
    this.#job = job;
    this.#store = store;
    this.#carry = carry;
  }

  /** Fetches until ids are needed, all is answered, or some time has passed. */
  async step(): Promise<FetchStep> {
    const end = performance.now() + stepTime;
    for (;;) {
      if (this.#held === 'paused') return await this.#report({ kind: 'paused' }, end);
      const next = this.#job.next(Date.now());
      if (next.kind === 'call') {
        this.#make(next.id, { ...next, body: next.body ?? undefined });
        continue;
      }
      const stage = stageOf(next, this.#held === 'cancelled', this.#unkept !== '');
      if (next.kind === 'ids') return { stage: next, ...this.#job.progress() };
      if (next.kind === 'done') return { stage, ...this.#job.progress() };
      const until = 'until' in next ? next.until - Date.now() : Number.POSITIVE_INFINITY;
      if (performance.now() >= end) return { stage, ...this.#job.progress() };
      await this.#wait(Math.min(end - performance.now(), until));
    }
  }

  /** Starts no more calls until `resume`; those in flight are still answered. */
  pause(): void {
    this.#held ??= 'paused';
    this.#wake();
  }

  /** Continues after a pause or a stop, or although the quota is reported as used up. */
  resume(): void {
    if (this.#held === 'paused') this.#held = undefined;
    this.#job.resume();
    if (this.#unkept) this.#keep('');
    this.#wake();
  }

  /** Stops; videos without an answer are unanswered, and the ledger stays. */
  async cancel(): Promise<void> {
    this.pause();
    const limit = new Promise((resolve) => setTimeout(resolve, lastWait));
    await Promise.race([Promise.allSettled(this.#calls), limit]);
    this.#end.abort();
    this.#job.cancel();
    this.#held = 'cancelled';
    this.#wake();
  }

  /** Closes the ledger. */
  close(): void {
    this.#end.abort();
    this.#store.close();
  }

  async #report(stage: FetchingStage, end: number): Promise<FetchStep> {
    await this.#wait(end - performance.now());
    return { stage, ...this.#job.progress() };
  }

  #make(id: number, request: Request): void {
    const call = this.#answered(id, request).finally(() => {
      this.#calls.delete(call);
      this.#wake();
    });
    this.#calls.add(call);
  }

  async #answered(id: number, request: Request): Promise<void> {
    try {
      const { status, retryAfter, encoding, body } = await this.#carry(request, this.#end.signal);
      const line = this.#job.reply(
        id,
        status,
        retryAfter,
        encoding,
        body,
        Date.now(),
        Math.random(),
      );
      if (line) this.#keep(line, id);
    } catch (thrown) {
      if (this.#end.signal.aborted) return;
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      const [now, chance] = [Date.now(), Math.random()];
      if (thrown instanceof Blocked) this.#job.stop(id, reason, now);
      else if (thrown instanceof Misfit) this.#job.misfit(id, reason, now, chance);
      else this.#job.fail(id, reason, now, chance);
    }
  }

  /** Appends to the ledger; if that fails, no call is made before it can be written. */
  #keep(line: string, id = 0): void {
    this.#unkept += line;
    try {
      this.#store.append(this.#unkept);
      this.#unkept = '';
    } catch (thrown) {
      const reason = `the answers cannot be saved (${thrown}). Free some disk, then resume.`;
      this.#job.stop(id, reason, Date.now());
    }
  }

  /** Waits for a reply or a call of the page, for at most so many milliseconds. */
  #wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.max(0, milliseconds));
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function stageOf(next: Wasm.SnapshotNext, cancelled: boolean, unkept: boolean): FetchingStage {
  switch (next.kind) {
    case 'done':
      return { kind: cancelled ? 'cancelled' : 'done' };
    case 'at':
      return { kind: 'waiting', until: next.until };
    case 'quota':
      return { kind: 'quota', until: next.until };
    case 'stopped':
      return { kind: 'stopped', reason: next.reason, ...(unkept && { unkept }) };
    default:
      return { kind: 'fetching' };
  }
}
