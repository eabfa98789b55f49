import { cancelled } from '../errors';
import type { Checks } from '../options/check';
import { filterOf, sortOf } from '../options/rows';
import { listOf, signal, someText, whole } from '../options/values';
import type { Filter, ResultKind, Sort } from '../types';
import type { Tables } from './tables';

/** Which rows and columns of a result, in which order, and how reading them is stopped. */
export interface BatchOptions {
  /** Names of columns, in the wanted order; all if absent. */
  readonly columns?: readonly string[];
  /** Which rows; all if absent. */
  readonly filter?: Filter;
  /** In which order; if absent, by channel and video. */
  readonly sort?: Sort;
  /** Rows of a batch, at most; 65,536 if absent. */
  readonly batchRows?: number;
  /** Ends the reading, which rejects with code `cancelled`. */
  readonly signal?: AbortSignal;
}

export const batchChecks: Checks<BatchOptions> = {
  columns: listOf(someText),
  filter: filterOf,
  sort: sortOf,
  batchRows: whole(1, 1_048_576),
  signal,
};

/** Reads the rows of a result in Arrow IPC streams; each list of them is one batch. */
export async function* readParts(
  tables: Tables,
  kind: ResultKind,
  { filter = {}, sort, batchRows = 65_536, signal = new AbortController().signal }: BatchOptions,
): AsyncGenerator<Uint8Array[], void, undefined> {
  const layout = await tables.filtered(kind, filter, { signal });
  const { length } = layout;
  const sorted = sort && length > 0 && (await tables.sorted(kind, layout, sort, { signal }));
  // A result without rows has one batch without rows.
  for (let start = 0; start === 0 || start < length; start += batchRows) {
    const end = Math.min(start + batchRows, length);
    const streams = await (sorted
      ? sorted.streams(start, end, sort.descending)
      : tables.streams(layout, start, end));
    if (signal.aborted) throw cancelled();
    yield streams;
  }
}
