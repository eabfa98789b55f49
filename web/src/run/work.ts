/** The current work, one thing at a time. */
export class Work {
  #stop: AbortController | undefined;
  #done: Promise<void> = Promise.resolve();

  get busy(): boolean {
    return this.#stop !== undefined;
  }

  /** Does something; `fail` gets what it throws, unless it was stopped. */
  do(body: (signal: AbortSignal) => Promise<void>, fail: (thrown: unknown) => void): Promise<void> {
    const stop = new AbortController();
    this.#stop = stop;
    const work = async () => {
      try {
        await body(stop.signal);
      } catch (thrown) {
        if (!stop.signal.aborted) fail(thrown);
      } finally {
        if (this.#stop === stop) this.#stop = undefined;
      }
    };
    this.#done = work();
    return this.#done;
  }

  /** Stops the current work, if there is any. */
  stop(): void {
    this.#stop?.abort();
    this.#stop = undefined;
  }

  /** Does something as soon as no other work is in progress. */
  async next(...work: Parameters<Work['do']>): Promise<void> {
    while (this.busy) await this.#done;
    await this.do(...work);
  }
}
