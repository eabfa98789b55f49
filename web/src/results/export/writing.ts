import { cancelled, DaytallyError } from '../../errors';
import type { Pool } from '../../pool';
import type { ExportProgress, Filter, Format, ResultKind, Sort } from '../../types';
import type { CountSource } from '../../types/count_source';
import { everything } from '../place';
import { readStreams } from '../reader';
import type { Tables } from '../tables';
import { appendCopied, copies } from './copying';
import { appendRows, type ByteSink, exportResult } from './exporting';

/** How an export is observed and stopped, and its rows. */
export interface ExportOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ExportProgress) => void;
  /** Which rows are written; all if absent. */
  readonly filter?: Filter;
  /** In which order; if absent, by channel and video. */
  readonly sort?: Sort;
  /** Which columns are written, in that order; all if absent. */
  readonly columns?: readonly string[];
}

/** What is written, in which format, and where. */
export interface Writing extends ExportOptions {
  readonly kind: ResultKind;
  readonly format: Format;
  /** The provider of the counts, which the file states. */
  readonly source: CountSource | undefined;
  readonly sink: ByteSink;
}

/**
 * Rows that are sorted together: each part needs a pass over all rows. A row of the gaps' list can
 * hold thousands of days.
 */
function partRows(kind: ResultKind): number {
  return kind === 'gapsList' ? 262_144 : 1_048_576;
}

/** Writes rows of a result in a worker of its own, which an abort ends. */
export async function writeResult(team: Pool, tables: Tables, writing: Writing): Promise<void> {
  const { kind, format, source, sink, sort, columns, filter = everything } = writing;
  const { signal = new AbortController().signal, onProgress = () => {} } = writing;
  let stop = () => {};
  try {
    const layout = await tables.filtered(kind, filter, { signal });
    const input = sort || columns ? undefined : tables.input(filter);
    const writer = await team.extra();
    stop = () => writer.end(cancelled());
    signal.addEventListener('abort', stop);
    signal.throwIfAborted();
    const sorted =
      sort &&
      (await tables.sorted(kind, layout, sort, {
        signal,
        keeper: writer,
        rowsOfPart: partRows(kind),
      }));
    const read = (start: number, end: number) => {
      // An empty result still has columns.
      if (sorted && layout.length > 0) return sorted.streams(start, end, sort.descending);
      return readStreams(team, layout, start, end);
    };
    const file = { kind, format, columns, source, sink };
    const order = { writer, layout, read, ...file, signal, onProgress };
    await exportResult(order, (output) => {
      if (input && copies(kind, format)) return appendCopied(order, input, output);
      return appendRows(order, output, 0, layout.length);
    });
  } catch (thrown) {
    throw signal.aborted ? cancelled() : DaytallyError.from(thrown);
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
}
