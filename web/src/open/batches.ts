import type { Analyzer } from '../analyzer';
import { cancelled, DaytallyError, pageCodes } from '../errors';
import { checked, refused, unknownName } from '../options/check';
import { resultKind } from '../options/rows';
import { type BatchOptions, batchChecks, readParts } from '../results/parts';
import type { ResultKind } from '../types';
import { joinStreams } from './join';

export type { BatchOptions };

/** Checks the options of `batches`. Throws a DaytallyError of code `invalid_option`. */
export function batchOptions(given: unknown): BatchOptions {
  const options = checked<BatchOptions>(given, batchChecks, 'batches()');
  if (options.columns?.length === 0) throw refused('columns', 'names of columns', []);
  return options;
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
  const { columns, signal } = options;
  const must = () => {
    if (signal?.aborted) throw cancelled();
    mustBeValid();
  };
  try {
    must();
    for await (const streams of readParts(analyzer.tables, resultKind(kind), options)) {
      must();
      yield await joined(streams, columns);
      must();
    }
  } catch (thrown) {
    throw signal?.aborted ? cancelled() : DaytallyError.from(thrown);
  }
}

/** Joins the streams of a batch, and selects columns of it. */
export async function joined(
  streams: readonly Uint8Array[],
  columns: readonly string[] | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const stream = joinStreams(streams);
  return columns ? await selected(stream, columns) : stream;
}

/** Returns some columns of an Arrow IPC stream. */
async function selected(
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
