import type { Report } from '../../rpc/calls';
import type { Plan, Reads, ScanProgress } from '../../types';

/** Measures a scan by what its workers report. */
export class Meter {
  readonly #plan: Plan;
  readonly #now: () => number;
  readonly #began: number;
  #rows = 0;
  #bytes = 0;
  #reads: Reads = { bytes: 0, requests: 0 };

  constructor(plan: Plan, now: () => number) {
    this.#plan = plan;
    this.#now = now;
    this.#began = now();
  }

  add(report: Report): void {
    this.#rows += report.rows;
    this.#bytes += report.bytes;
  }

  addReads({ bytes, requests }: Reads): void {
    this.#reads = { bytes: this.#reads.bytes + bytes, requests: this.#reads.requests + requests };
  }

  get seconds(): number {
    return (this.#now() - this.#began) / 1000;
  }

  get progress(): ScanProgress {
    const { rows, bytes } = this.#plan;
    return {
      bytes: Math.min(this.#bytes, bytes),
      totalBytes: bytes,
      rows: this.#rows,
      totalRows: rows,
      seconds: this.seconds,
    };
  }

  get reads(): Reads {
    return this.#reads;
  }
}
