import type { Connection } from '../../rpc/connection';
import { handOver } from '../../rpc/hand_over';
import type { ExportProgress, Format, ResultKind } from '../../types';
import type { CountSource } from '../../types/count_source';
import type { ResultLayout } from '../place';

/** The destination of an export's bytes. */
export interface ByteSink {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}

/** What to export, and the worker that does it. */
export interface ExportOrder {
  /** A worker that is used for nothing else. */
  readonly writer: Connection;
  readonly layout: ResultLayout;
  /** Reads rows `start` (inclusive) to `end` (exclusive) in the order of the file. */
  readonly read: (start: number, end: number) => Promise<Uint8Array[]>;
  readonly kind: ResultKind;
  readonly format: Format;
  /** The columns of the file; all if undefined. */
  readonly columns: readonly string[] | undefined;
  /** The provider of the counts, which the file states. */
  readonly source: CountSource | undefined;
  readonly sink: ByteSink;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ExportProgress) => void;
}

/** A file that is being written, and its progress. */
export class Output {
  readonly #order: ExportOrder;
  #bytes = 0;

  constructor(order: ExportOrder) {
    this.#order = order;
  }

  /** Appends the bytes of the writer; the file then has the first so many rows. */
  async append(written: Promise<Uint8Array>, rows: number): Promise<void> {
    const { kind, format, layout, sink, signal, onProgress } = this.#order;
    const some = await written;
    signal.throwIfAborted();
    this.#bytes += some.length;
    // Shared memory needs cross-origin isolation, which the page does not have.
    if (some.length > 0) await sink.write(some as Uint8Array<ArrayBuffer>);
    onProgress({ kind, format, rows, totalRows: layout.length, bytes: this.#bytes });
  }
}

/** Rows per window; a row of the gaps' list can hold thousands of days. */
function rowsAtOnce(kind: ResultKind): number {
  return kind === 'gapsList' ? 4096 : 65_536;
}

/** Writes a whole result to the sink; `append` writes its rows, one after the other. */
export async function exportResult(
  order: ExportOrder,
  append: (output: Output) => Promise<void>,
): Promise<void> {
  const { writer, layout, kind, format, columns, source } = order;
  const output = new Output(order);
  await writer.call('exportBegin', kind, format, columns, source);
  await append(output);
  await output.append(writer.call('exportFinish'), layout.length);
}

/** Writes rows `start` (inclusive) to `end` (exclusive), one window after the other. */
export async function appendRows(
  { writer, kind, read: readStreams }: ExportOrder,
  output: Output,
  start: number,
  end: number,
): Promise<void> {
  const step = rowsAtOnce(kind);
  const read = (at: number): Promise<Uint8Array[]> => {
    if (at >= end) return Promise.resolve([]);
    const streams = readStreams(at, Math.min(at + step, end));
    // A failure is reported when these are awaited; until then it has no handler.
    streams.catch(() => {});
    return streams;
  };
  let next = read(start);
  for (let at = start; at < end; at += step) {
    const streams = await next;
    next = read(at + step);
    const rows = Math.min(at + step, end);
    for (const stream of streams) {
      await output.append(writer.call('exportWrite', handOver(stream)), rows);
    }
  }
}
