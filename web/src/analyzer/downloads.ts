import { DaytallyError } from '../errors';
import { formatOf } from '../options/rows';
import type { Pool } from '../pool';
import type { SizeRequest } from '../results/export/size_estimate';
import type { Writing } from '../results/export/writing';
import type { Tables } from '../results/tables';
import type { Manifest } from '../run/manifest';
import type { Run } from '../run/run';
import type { Filter, ResultKind } from '../types';
import { type CountSource, countSource } from '../types/count_source';

/** Writes results to sinks. Loaded with the first download, because most visits have none. */
export class Downloads {
  readonly #pool: Pool;
  readonly #tables: Tables;
  readonly #run: Run;

  constructor(pool: Pool, tables: Tables, run: Run) {
    this.#pool = pool;
    this.#tables = tables;
    this.#run = run;
  }

  /** Writes rows of a result. Rejects with a DaytallyError, also when it is aborted. */
  async write(writing: Omit<Writing, 'source'>): Promise<void> {
    formatOf(writing.format);
    const { writeResult } = await loaded(import('../results/export/writing'));
    await writeResult(this.#pool, this.#tables, { ...writing, source: this.#source });
  }

  /** Estimates the bytes of rows in a file. Rejects with a DaytallyError. */
  async size(request: Omit<SizeRequest, 'source'>): Promise<number> {
    formatOf(request.format);
    const { estimateSize } = await loaded(import('../results/export/size_estimate'));
    return await estimateSize(this.#pool, this.#tables, { ...request, source: this.#source });
  }

  /** Returns the manifest of a result. Rejects with a DaytallyError; undefined without results. */
  async manifest(kind: ResultKind, filter: Filter): Promise<Manifest | undefined> {
    const { length } = await this.#tables.filtered(kind, filter);
    const { manifest } = await loaded(import('../run/manifest'));
    return await manifest(this.#pool, this.#run, kind, filter, length);
  }

  get #source(): CountSource | undefined {
    const { state } = this.#run;
    return state.phase === 'done' ? countSource(state.outcome.options) : undefined;
  }
}

function loaded<T>(part: Promise<T>): Promise<T> {
  return part.catch((thrown: unknown) => {
    throw DaytallyError.from(thrown);
  });
}
