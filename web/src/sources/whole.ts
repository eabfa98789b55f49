import type { Reads } from '../types';
import type { FileSource } from './source';

/** The maximum size of a file, in bytes, that is read whole: requesting its parts takes longer. */
export const wholeBytes = 256 * 1024;

/** A small file, read at once. */
export class WholeSource implements FileSource {
  readonly path: string;
  readonly #bytes: ArrayBuffer;

  private constructor(path: string, bytes: ArrayBuffer) {
    this.path = path;
    this.#bytes = bytes;
  }

  /** Reads a file; rejects as its `slice` does. */
  static async read(source: FileSource): Promise<WholeSource> {
    return new WholeSource(source.path, await source.slice(0, source.byteLength));
  }

  /** The reads of the whole file; its parts need no more. */
  get reads(): Reads {
    return { bytes: this.byteLength, requests: 1 };
  }

  get byteLength(): number {
    return this.#bytes.byteLength;
  }

  async slice(start: number, end: number): Promise<ArrayBuffer> {
    return this.#bytes.slice(start, end);
  }
}
