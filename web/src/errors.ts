import type { Failure, Location } from './types';
import type { ErrorCode } from './types/error_code';
import { visible } from './visible';

/** Error codes of the page; the Rust side has others, and some of these too. */
export const pageCodes = {
  /** A file's bytes could not be read: it was changed, moved or deleted after it was chosen. */
  io: 'io',
  /** The user cancelled. */
  cancelled: 'cancelled',
  /** A worker ended by itself; it is replaced, and what it held is lost. */
  crashed: 'crashed',
  /** The worker's script or the WebAssembly module was not found. */
  notLoaded: 'not_loaded',
  /** The data was closed. */
  closed: 'closed',
  /** An option is not valid. */
  invalidOption: 'invalid_option',
  /** A column must be named first. */
  ambiguousColumn: 'ambiguous_column',
  /** There is no such result, or not yet. */
  noResult: 'no_result',
  /** Something exceeds a limit of the page. */
  overLimit: 'over_limit',
  /** There is no file to read. */
  noInput: 'no_input',
  /** A folder is a table, whose log decides which files count. */
  table: 'table',
} as const;

/**
 * An error of the page or the analyzer: a stable `code`, a `message` of whole sentences for the
 * user, and the `location` as far as it is known.
 */
export class DaytallyError extends Error {
  override readonly name = 'DaytallyError';
  readonly code: ErrorCode;
  readonly location: Location;

  constructor(code: string, message: string, location: Location = {}) {
    super(visible(message));
    // The crate's codes are plain strings.
    this.code = code as ErrorCode;
    this.location = location;
  }

  /**
   * Returns the error for anything thrown: a Failure of the Rust side, or an Error of the browser.
   */
  static from(value: unknown): DaytallyError {
    if (value instanceof DaytallyError) return value;
    if (isFailure(value)) return new DaytallyError(value.code, value.message, value.location);
    if (isTrap(value)) return crashed(`The analysis crashed (${value.message}). Try again.`);
    if (value instanceof Error) return new DaytallyError('internal', value.message);
    return new DaytallyError('internal', String(value));
  }

  /** Returns the same as a plain object, which can be sent between threads. */
  toFailure(): Failure {
    return { code: this.code, message: this.message, location: this.location };
  }

  /** Returns the same error with a file, unless one is already named. */
  inFile(file: string): DaytallyError {
    if (this.location.file !== undefined) return this;
    return new DaytallyError(this.code, this.message, { ...this.location, file });
  }
}

/** Returns the error of a worker that ended by itself. */
export function crashed(message: string, location: Location = {}): DaytallyError {
  return new DaytallyError(pageCodes.crashed, message, location);
}

/** Returns the error of calls that the user cancelled. */
export function cancelled(): DaytallyError {
  return new DaytallyError(pageCodes.cancelled, 'Cancelled.');
}

function isFailure(value: unknown): value is Failure {
  if (typeof value !== 'object' || value === null) return false;
  return 'code' in value && typeof value.code === 'string' && 'message' in value;
}

/** Returns whether WebAssembly itself stopped; its memory cannot be trusted afterwards. */
function isTrap(value: unknown): value is Error {
  if (value instanceof RangeError) return true;
  // In Lockdown Mode there is no WebAssembly at all.
  return typeof WebAssembly === 'object' && value instanceof WebAssembly.RuntimeError;
}
