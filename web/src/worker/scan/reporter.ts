import type { Report } from '../../rpc/calls';

/** Milliseconds between reports; faster numbers cannot be read, and drawing them slows the scan. */
const interval = 250;
const nothing: Report = { rows: 0, bytes: 0 };

/** Adds up a worker's progress and reports it to the page at intervals. */
export class Reporter {
  #sum = nothing;
  #reported = 0;
  #report: (report: Report) => void = () => {};

  listen(report: (report: Report) => void): void {
    this.#report = report;
  }

  add({ rows, bytes }: Report): void {
    this.#sum = { rows: this.#sum.rows + rows, bytes: this.#sum.bytes + bytes };
    if (performance.now() - this.#reported >= interval) this.flush();
  }

  flush(): void {
    if (this.#sum === nothing) return;
    this.#report(this.#sum);
    this.#sum = nothing;
    this.#reported = performance.now();
  }
}
