import { cancelled, DaytallyError } from '../../errors';
import type { Pool } from '../../pool';
import type { ExportProgress, Filter, Format, ResultKind } from '../../types';
import type { CountSource } from '../../types/count_source';
import { everything } from '../place';
import type { Tables } from '../tables';
import { appendCopied, copies } from './copying';
import { appendRows, type ByteSink, exportResult } from './exporting';

/** How an export is observed and stopped, and its rows. */
export interface ExportOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ExportProgress) => void;
  /** Which rows are written; all if absent. */
  readonly filter?: Filter;
}

/** What is written, in which format, and where. */
export interface Writing extends ExportOptions {
  readonly kind: ResultKind;
  readonly format: Format;
  /** The provider of the counts, which the file states. */
  readonly source: CountSource | undefined;
  readonly sink: ByteSink;
}

/** Writes rows of a result in a worker of its own, which an abort ends. */
export async function writeResult(team: Pool, tables: Tables, writing: Writing): Promise<void> {
  const { kind, format, source, sink, filter = everything, onProgress = () => {} } = writing;
  const { signal = new AbortController().signal } = writing;
  let stop = () => {};
  try {
    const layout = await tables.filtered(kind, filter, { signal });
    const input = tables.input(filter);
    const writer = await team.extra();
    stop = () => writer.end(cancelled());
    signal.addEventListener('abort', stop);
    signal.throwIfAborted();
    const order = { team, writer, layout, kind, format, source, sink, signal, onProgress };
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
