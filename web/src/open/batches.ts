import type { Analyzer } from '../analyzer';
import { cancelled, DaytallyError, pageCodes } from '../errors';
import { type Checks, checked, refused, unknownName } from '../options/check';
import { filterOf, resultKind, sortOf } from '../options/rows';
import { listOf, signal, someText, whole } from '../options/values';
import type { Filter, ResultKind, Sort } from '../types';
import { joinStreams } from './join';

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

const checks: Checks<BatchOptions> = {
  columns: (value, option) => {
    const names = listOf(someText)(value, option);
    if (names.length > 0) return names;
    throw refused(option, 'names of columns', value);
  },
  filter: filterOf,
  sort: sortOf,
  batchRows: whole(1, 1_048_576),
  signal,
};

/** Checks the options of `batches`. Throws a DaytallyError of code `invalid_option`. */
export function batchOptions(given: unknown): BatchOptions {
  return checked<BatchOptions>(given, checks, 'batches()');
}

/**
 * Reads a result in Arrow IPC streams of one batch of rows each; one without rows if there are
 * none. `mustBeValid` throws if the results are gone.
 */
export async function* readBatches(
  analyzer: Analyzer,
  mustBeValid: () => void,
  kind: ResultKind,
  options: BatchOptions,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  const { columns, filter = {}, sort, batchRows = 65_536 } = options;
  const { signal = new AbortController().signal } = options;
  const must = () => {
    if (signal.aborted) throw cancelled();
    mustBeValid();
  };
  try {
    must();
    const { tables } = analyzer;
    const layout = await tables.filtered(resultKind(kind), filter, { signal });
    const { length } = layout;
    const sorted = sort && length > 0 && (await tables.sorted(kind, layout, sort, { signal }));
    const read = (start: number, end: number) =>
      sorted ? sorted.streams(start, end, sort.descending) : tables.streams(layout, start, end);
    for (let start = 0; start === 0 || start < length; start += batchRows) {
      must();
      const joined = joinStreams(await read(start, Math.min(start + batchRows, length)));
      must();
      yield columns ? await selected(joined, columns) : joined;
    }
  } catch (thrown) {
    throw signal.aborted ? cancelled() : DaytallyError.from(thrown);
  }
}

/** Returns some columns of an Arrow IPC stream. */
export async function selected(
  stream: Uint8Array,
  columns: readonly string[],
): Promise<Uint8Array<ArrayBuffer>> {
  const { tableFromIPC, tableToIPC } = await import('@uwdata/flechette');
  const table = tableFromIPC(stream);
  const names = table.schema.fields.map(({ name }) => name);
  const unknown = columns.find((name) => !names.includes(name));
  if (unknown !== undefined) throw unknownName('The result has no column', unknown, names);
  const bytes = tableToIPC(table.select([...columns]), { format: 'stream' });
  if (!bytes) throw new DaytallyError(pageCodes.io, 'A batch could not be written.');
  return new Uint8Array(bytes);
}
