import { DaytallyError, pageCodes } from '../errors';
import type { InputFile, Reads } from '../types';

/** Bytes that can be read in any order. */
export interface FileSource {
  readonly path: string;
  readonly byteLength: number;
  /** What was read in advance, if all of it was. */
  readonly reads?: Reads;
  /**
   * The bytes from `start` (inclusive) to `end` (exclusive).
   *
   * Rejects with a DaytallyError of code `io` when they can't be read.
   */
  slice(start: number, end: number): Promise<ArrayBuffer>;
}

/** A file that the user chose, read in place. */
export class BlobSource implements FileSource {
  readonly path: string;
  readonly #blob: Blob;

  constructor({ path, blob }: InputFile) {
    this.path = path;
    this.#blob = blob;
  }

  get byteLength(): number {
    return this.#blob.size;
  }

  async slice(start: number, end: number): Promise<ArrayBuffer> {
    try {
      return await this.#blob.slice(start, end).arrayBuffer();
    } catch {
      const remedy = 'It was changed, moved or deleted after it was chosen. Choose it again.';
      const location = { file: this.path };
      throw new DaytallyError(pageCodes.io, `${this.path} can't be read. ${remedy}`, location);
    }
  }
}
