import { DaytallyError, pageCodes } from '../errors';
import type { Sink } from './sink';

/** Returns the same sink, with errors that state what the user can do. */
export function explained(sink: Sink): Sink {
  return {
    write: (bytes) => sink.write(bytes).catch(throwUnwritable),
    close: () => sink.close().catch(throwUnwritable),
    abort: () => sink.abort(),
  };
}

/** Throws the DaytallyError for a browser's error of a file that cannot be written. */
export function throwUnwritable(thrown: unknown): never {
  const full = thrown instanceof DOMException && thrown.name === 'QuotaExceededError';
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  throw new DaytallyError(
    pageCodes.io,
    full
      ? `The disk is full, or this page may have no more of it (${reason}). Free some, then save it again.`
      : `The browser can’t write it there (${reason}). Save it again, in another place.`,
  );
}
