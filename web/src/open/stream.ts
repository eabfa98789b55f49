import { DaytallyError, pageCodes } from '../errors';
import { refused } from '../options/check';
import type { ByteSink } from '../results/export/exporting';

/**
 * Lets `write` fill a stream, at its pace. It is closed once all is written, and aborted if
 * anything fails, so that a partial result never looks complete.
 *
 * Rejects with the error of `write`, or with a DaytallyError of code `io` if the stream fails. The
 * stream is unlocked afterwards.
 */
export async function fill(
  stream: WritableStream<Uint8Array<ArrayBuffer>>,
  signal: AbortSignal,
  write: (sink: ByteSink) => Promise<void>,
): Promise<void> {
  const writer = take(stream);
  // A stalled stream must not delay an abort.
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  aborted.catch(() => {});
  const must = (work: Promise<void>) =>
    Promise.race([work, aborted]).catch((thrown) => {
      signal.throwIfAborted();
      throw failed(thrown);
    });
  try {
    signal.throwIfAborted();
    await write({
      write: async (bytes) => {
        await must(writer.ready);
        await must(writer.write(bytes));
      },
    });
    signal.throwIfAborted();
    await must(writer.close());
  } catch (error) {
    writer.abort(error).catch(() => {});
    throw error;
  } finally {
    writer.releaseLock();
  }
}

/** Returns what `write` writes, as a stream; its reader gets the error. */
export function streamOf(
  write: (stream: WritableStream<Uint8Array<ArrayBuffer>>) => Promise<void>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>>();
  write(writable).catch((error) => writable.abort(error));
  return readable;
}

function take(stream: WritableStream<Uint8Array<ArrayBuffer>>) {
  if (typeof stream?.getWriter !== 'function') {
    throw refused('stream', 'a WritableStream', stream);
  }
  try {
    const writer = stream.getWriter();
    // It has the same error as each write.
    writer.closed.catch(() => {});
    return writer;
  } catch {
    const message = 'The stream to export to is locked by another writer; release it first.';
    throw new DaytallyError(pageCodes.invalidOption, message);
  }
}

function failed(thrown: unknown): DaytallyError {
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  const message = `The stream to export to failed (${reason}). What was written is not whole.`;
  return new DaytallyError(pageCodes.io, message);
}
