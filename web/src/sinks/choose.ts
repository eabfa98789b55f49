import { DaytallyError, pageCodes } from '../errors';
import { blobSink } from './blob';
import { canPick, pickedFileSink } from './picked_file';
import { privateFileSink } from './private_file';
import type { Sink } from './sink';

/**
 * Returns a sink for a file of that name: where the user chooses, or else in a private file, or
 * else in memory. Undefined if the user cancels. Call it in the event of a click. It and the sink
 * reject with a DaytallyError.
 */
export async function chooseSink(name: string): Promise<Sink | undefined> {
  const sink = canPick()
    ? await pickedFileSink(name).catch(throwUnwritable)
    : // Some private windows have no private files.
      await privateFileSink(name).catch(() => blobSink(name));
  return sink && explained(sink);
}

/** Returns the same sink, with errors that state what the user can do. */
function explained(sink: Sink): Sink {
  return {
    write: (bytes) => sink.write(bytes).catch(throwUnwritable),
    close: () => sink.close().catch(throwUnwritable),
    abort: () => sink.abort(),
  };
}

/** Throws a DaytallyError for a browser's error about a file that cannot be written. */
function throwUnwritable(thrown: unknown): never {
  const full = thrown instanceof DOMException && thrown.name === 'QuotaExceededError';
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  throw new DaytallyError(
    pageCodes.io,
    full
      ? `The disk is full, or this page may have no more of it (${reason}). Free some, then save it again.`
      : `The browser can’t write it there (${reason}). Save it again, in another place.`,
  );
}
