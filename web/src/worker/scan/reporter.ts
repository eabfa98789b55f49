import type { Report } from '../../rpc/calls';

/** Milliseconds between reports; faster numbers cannot be read, and drawing them slows the scan. */
const interval = 250;
const nothing: Report = { rows: 0, bytes: 0 };

/** Adds up a worker's progress and reports it to the page at intervals. */
export class Reporter {
  #sum = nothing;
  #reported = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #report: (report: Report) => void = () => {};

  listen(report: (report: Report) => void): void {
    this.#report = report;
  }

  add({ rows, bytes }: Report): void {
    this.#sum = { rows: this.#sum.rows + rows, bytes: this.#sum.bytes + bytes };
    const wait = this.#reported + interval - performance.now();
    if (wait <= 0) this.#flush();
    // If the next rows are late, these are not.
    else this.#timer ??= setTimeout(() => this.#flush(), wait);
  }

  /** Forgets what was not reported. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#sum = nothing;
  }

  #flush(): void {
    this.#report(this.#sum);
    this.clear();
    this.#reported = performance.now();
  }
}
