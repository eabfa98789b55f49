import type { FaultKind } from './options';

/** The outcome of a call. */
export type Fate = 'pending' | 'answered' | 'abandoned' | 'refused' | FaultKind;

/** A call that the server received. */
export interface Call {
  path: string;
  ids: readonly string[];
  /** `abandoned` if the client disconnected before the response was sent. */
  fate: Fate;
}

/** The calls that a server has received. */
export class CallRecord {
  readonly calls: Call[] = [];
  /** How often each id was requested in a call whose whole response was sent, even if absent from it. */
  readonly answered = new Map<string, number>();
  /** Ids that were requested after they had been answered, one entry per repeat. */
  readonly repeatedIds: string[] = [];
  #waiting: { calls: number; resolve: () => void }[] = [];

  arrives(path: string, ids: readonly string[]): Call {
    const call: Call = { path, ids, fate: 'pending' };
    this.calls.push(call);
    for (const id of ids) if (this.answered.has(id)) this.repeatedIds.push(id);
    const reached = ({ calls }: { calls: number }) => calls <= this.calls.length;
    for (const { resolve } of this.#waiting.filter(reached)) resolve();
    this.#waiting = this.#waiting.filter((waiting) => !reached(waiting));
    return call;
  }

  /** Waits until `calls` calls have arrived. */
  async reaches(calls: number): Promise<void> {
    if (this.calls.length >= calls) return;
    await new Promise<void>((resolve) => this.#waiting.push({ calls, resolve }));
  }

  /** Records that the whole response to a call was sent. */
  answers(call: Call): void {
    call.fate = 'answered';
    for (const id of call.ids) this.answered.set(id, (this.answered.get(id) ?? 0) + 1);
  }

  /** Returns the ids of all calls after the first `calls`. */
  idsSince(calls: number): string[] {
    return this.calls.slice(calls).flatMap(({ ids }) => ids);
  }

  /** Clears the record between two tests. */
  clear(): void {
    this.calls.length = 0;
    this.repeatedIds.length = 0;
    this.answered.clear();
  }
}
