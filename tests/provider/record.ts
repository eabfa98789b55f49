import type { FaultKind } from './options';

/** What became of a call. */
export type Fate = 'pending' | 'answered' | 'left' | 'refused' | FaultKind;

/** A call, as it arrived. */
export interface Call {
  path: string;
  ids: readonly string[];
  /** `left` when the client had gone before the answer was sent. */
  fate: Fate;
}

/** What a server has seen. */
export class CallRecord {
  readonly calls: Call[] = [];
  /** How often each id was asked in a call whose answer was wholly sent, be it absent from it. */
  readonly answered = new Map<string, number>();
  /** Ids that were asked although a call that asked them was answered before, once for each time. */
  readonly askedAgain: string[] = [];
  #waiting: { calls: number; resolve: () => void }[] = [];

  arrives(path: string, ids: readonly string[]): Call {
    const call: Call = { path, ids, fate: 'pending' };
    this.calls.push(call);
    for (const id of ids) if (this.answered.has(id)) this.askedAgain.push(id);
    const reached = ({ calls }: { calls: number }) => calls <= this.calls.length;
    for (const { resolve } of this.#waiting.filter(reached)) resolve();
    this.#waiting = this.#waiting.filter((waiting) => !reached(waiting));
    return call;
  }

  /** Waits until so many calls have arrived. */
  async reaches(calls: number): Promise<void> {
    if (this.calls.length >= calls) return;
    await new Promise<void>((resolve) => this.#waiting.push({ calls, resolve }));
  }

  /** Notes that the whole answer of a call was sent. */
  answers(call: Call): void {
    call.fate = 'answered';
    for (const id of call.ids) this.answered.set(id, (this.answered.get(id) ?? 0) + 1);
  }

  /** The ids of every call after so many. */
  askedSince(calls: number): string[] {
    return this.calls.slice(calls).flatMap(({ ids }) => ids);
  }

  /** Forgets everything, as between two tests. */
  clear(): void {
    this.calls.length = 0;
    this.askedAgain.length = 0;
    this.answered.clear();
  }
}
