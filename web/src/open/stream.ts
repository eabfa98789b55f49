import { DaytallyError, pageCodes } from '../errors';
import { refused } from '../options/check';
import type { ByteSink } from '../results/exporting';

/**
 * Lets `write` fill a stream, at the pace that it takes: it is closed once all is written, and
 * aborted when anything fails, so that what is half written never passes for whole.
 *
 * Rejects with what `write` rejects with, or with a DaytallyError of code `io` when the stream
 * fails. The stream is unlocked afterwards.
 */
export async function fill(
  stream: WritableStream<Uint8Array<ArrayBuffer>>,
  signal: AbortSignal,
  write: (sink: ByteSink) => Promise<void>,
): Promise<void> {
  const writer = take(stream);
  // A stream that takes nothing any more must not keep an abort waiting.
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

function take(stream: WritableStream<Uint8Array<ArrayBuffer>>) {
  if (typeof stream?.getWriter !== 'function') {
    throw refused('stream', 'a WritableStream', stream);
  }
  try {
    const writer = stream.getWriter();
    // It tells the same as each write does.
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
