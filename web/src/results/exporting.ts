import type { Team } from '../pool';
import type { Connection } from '../rpc/connection';
import { handOver } from '../rpc/hand_over';
import type { ExportProgress, Format, ResultKind } from '../types';
import type { ResultLayout } from './place';
import { readStreams } from './reader';

/** Where an export's bytes go, in order. */
export interface ByteSink {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}

/** What to export, and who does it. */
export interface ExportOrder {
  readonly team: Team;
  /** A worker that does nothing else. */
  readonly writer: Connection;
  readonly layout: ResultLayout;
  readonly kind: ResultKind;
  readonly format: Format;
  readonly sink: ByteSink;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ExportProgress) => void;
}

/** Rows at a time; a row of the gaps' list can hold thousands of days. */
function rowsAtOnce(kind: ResultKind): number {
  return kind === 'gapsList' ? 4096 : 65_536;
}

/** Writes a whole result to the sink, a window of rows after the other. */
export async function exportResult(order: ExportOrder): Promise<void> {
  const { team, writer, layout, kind, format, sink, signal, onProgress } = order;
  const step = rowsAtOnce(kind);
  const totalRows = layout.length;
  let bytes = 0;
  const append = async (some: Uint8Array): Promise<void> => {
    signal.throwIfAborted();
    bytes += some.length;
    // Shared memory needs cross-origin isolation, which the page does without.
    if (some.length > 0) await sink.write(some as Uint8Array<ArrayBuffer>);
  };
  await writer.call('exportBegin', kind, format);
  const read = (start: number): Promise<Uint8Array[]> => {
    if (start >= totalRows) return Promise.resolve([]);
    const streams = readStreams(team, layout, start, start + step);
    // A failure shows when it is their turn; until then nobody listens for it.
    streams.catch(() => {});
    return streams;
  };
  let next = read(0);
  for (let start = 0; start < totalRows; start += step) {
    const streams = await next;
    next = read(start + step);
    for (const stream of streams) await append(await writer.call('exportWrite', handOver(stream)));
    onProgress({ kind, format, rows: Math.min(start + step, totalRows), totalRows, bytes });
  }
  await append(await writer.call('exportFinish'));
}
