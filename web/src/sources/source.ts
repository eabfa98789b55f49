import { DaytallyError, pageCodes } from '../errors';
import type { InputFile, LocalFile, Reads } from '../types';

/** Bytes that can be read in any order. */
export interface FileSource {
  readonly path: string;
  readonly byteLength: number;
  /** What was read in advance, if all of it was. */
  readonly reads?: Reads;
  /** Unwanted bytes between two ranges that are rather read than asked around; see `ranges`. */
  readonly gap?: number;
  /** The file as every worker is to read it from now on. */
  readonly input?: InputFile;
  /**
   * The bytes from `start` (inclusive) to `end` (exclusive).
   *
   * Rejects with a DaytallyError of code `io` when they can't be read.
   */
  slice(start: number, end: number): Promise<ArrayBuffer>;
  /** Forgets what was read ahead when the file was opened. */
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

  async slice(start: number, end: number): Promise<ArrayBuffer> {
    const part = this.#blob.slice(start, end);
    // Firefox gives of a file that became shorter what is left.
    const bytes = await part.arrayBuffer().catch(() => undefined);
    if (bytes?.byteLength === part.size) return bytes;
    const remedy = 'It was changed, moved or deleted after it was chosen. Choose it again.';
    const location = { file: this.path };
    throw new DaytallyError(pageCodes.io, `${this.path} can't be read. ${remedy}`, location);
  }
}
