import { DaytallyError, pageCodes } from '../errors';
import type { InputFile, LocalFile, Reads } from '../types';
import type { BlobReader } from './blob_reader';

/** Bytes that can be read in any order. */
export interface FileSource {
  readonly path: string;
  readonly byteLength: number;
  /** The reads that were made in advance, if all were. */
  readonly reads?: Reads;
  /** Unwanted bytes between two ranges that are read rather than skipped; see `ranges`. */
  readonly gap?: number;
  /** The file with its version, as every worker must read it. */
  readonly input?: InputFile;
  /**
   * Returns the bytes from `start` (inclusive) to `end` (exclusive). If `reader` is given, they may
   * be at the beginning of a buffer of that reader, which is to be released to it.
   *
   * Rejects with a DaytallyError of code `io` if they cannot be read.
   */
  slice(start: number, end: number, reader?: BlobReader): Promise<ArrayBuffer>;
  /** Frees what was read ahead when the file was opened. */
  settle?(): void;
}

/** A file that the user chose, read in place. */
export class BlobSource implements FileSource {
  readonly path: string;
  readonly input: LocalFile;
  readonly #blob: Blob;

  constructor(file: LocalFile) {
    this.path = file.path;
    this.input = file;
    this.#blob = file.blob;
  }

  get byteLength(): number {
    return this.#blob.size;
  }

  async slice(start: number, end: number, reader?: BlobReader): Promise<ArrayBuffer> {
    const streamed = await reader?.read(this.#blob.slice(start, end));
    if (streamed) return streamed;
    let maxBytes = pieceBytes;
    if (end - start <= maxBytes) {
      const bytes = await read(this.#blob, start, end);
      if (bytes instanceof ArrayBuffer) return bytes;
      if (end - start <= minPieceBytes) throw this.#unreadable(bytes);
      maxBytes = (end - start) / 2;
    }
    const whole = room(this.path, end - start);
    for (let at = start; at < end; ) {
      const piece = Math.min(end, at + Math.ceil(maxBytes));
      const bytes = await read(this.#blob, at, piece);
      if (bytes instanceof ArrayBuffer) {
        whole.set(new Uint8Array(bytes), at - start);
        at = piece;
      } else if (piece - at <= minPieceBytes) throw this.#unreadable(bytes);
      // A browser may refuse a read because of its size.
      else maxBytes = (piece - at) / 4;
    }
    return whole.buffer;
  }

  #unreadable({ reason }: Unread): DaytallyError {
    const why = `it may have been changed, moved or deleted after it was chosen (${reason})`;
    const message = `${this.path} cannot be read: ${why}. Choose it again.`;
    return new DaytallyError(pageCodes.io, message, { file: this.path });
  }
}

/** The maximum number of bytes to read of a Blob at once: Chromium reads no more than 2 GiB. */
const pieceBytes = 256 * 2 ** 20;
/** A read of so few bytes does not fail because of its size. */
const minPieceBytes = 64 * 1024;

/** Why bytes could not be read. */
interface Unread {
  readonly reason: string;
}

async function read(blob: Blob, start: number, end: number): Promise<ArrayBuffer | Unread> {
  try {
    const part = blob.slice(start, end);
    const bytes = await part.arrayBuffer();
    // Firefox returns the rest of a file that became shorter.
    return bytes.byteLength === part.size ? bytes : { reason: 'it became shorter' };
  } catch (thrown) {
    return { reason: thrown instanceof Error ? thrown.name : String(thrown) };
  }
}

/**
 * Allocates memory for bytes that must be in memory at once. Throws a DaytallyError if there is too
 * little.
 */
function room(path: string, bytes: number): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(bytes);
  } catch {
    throw tooLarge(path, bytes);
  }
}

/**
 * Returns the error of a part of a file, such as a column of a row group, that does not fit in a
 * tab.
 */
export function tooLarge(path: string, bytes: number): DaytallyError {
  const message =
    `${path}: ${(bytes / 2 ** 30).toFixed(1)} GiB of it must be in memory at once, which this ` +
    'browser cannot do. Use the command line, or rewrite the file with smaller row groups.';
  return new DaytallyError(pageCodes.overLimit, message, { file: path });
}
