import { DaytallyError, pageCodes } from '../errors';
import type { Sink } from './sink';

/** The same sink, whose failures say what can be done. */
export function telling(sink: Sink): Sink {
  return {
    write: (bytes) => sink.write(bytes).catch(tell),
    close: () => sink.close().catch(tell),
    abort: () => sink.abort(),
  };
}

/** Throws the DaytallyError for what a browser says of a file that it can't write. */
export function tell(thrown: unknown): never {
  const full = thrown instanceof DOMException && thrown.name === 'QuotaExceededError';
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  throw new DaytallyError(
    pageCodes.io,
    full
      ? `The disk is full, or this page may have no more of it (${reason}). Free some, then save it again.`
      : `The browser can’t write it there (${reason}). Save it again, in another place.`,
  );
}
