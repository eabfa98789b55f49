import { freeBuffer } from '../browser/free_buffer';

/** Smaller parts do not get a buffer of `step` bytes. */
const minStreamBytes = 2 ** 20;
/** Bytes of released buffers that are kept. */
const maxKeptBytes = 64 * 2 ** 20;
/** The sizes of buffers are multiples of this, so that one suits many parts of a file. */
const step = 4 * 2 ** 20;

/**
 * Reads parts of Blobs into its own buffers, which are used again once they are released.
 *
 * A new buffer for each part costs as much as reading it: the system has to find its memory, clear
 * it and take it back.
 */
export class BlobReader {
  /** Buffers with bytes that are still needed. */
  readonly #lent = new Set<ArrayBuffer>();
  #kept: ArrayBuffer[] = [];
  /** Whether the browser reads into buffers, as far as is known. */
  #streams = true;

  /**
   * Reads a Blob to the beginning of a buffer. Returns undefined if it is small, the browser cannot
   * read into a buffer, there is no memory, or the Blob cannot be read; another attempt finds out
   * which.
   */
  async read(blob: Blob): Promise<ArrayBuffer | undefined> {
    if (blob.size < minStreamBytes || !this.#streams) return undefined;
    const reader = byobReader(blob);
    this.#streams = reader !== undefined;
    if (!reader) return undefined;
    reading.add(reader);
    try {
      const bytes = await fill(this.#take(blob.size), blob.size, reader);
      if (bytes) this.#lent.add(bytes);
      return bytes;
    } catch {
      return undefined;
    } finally {
      reading.delete(reader);
      // A stream that has failed or ended need not be cancelled.
      reader.cancel().catch(() => {});
    }
  }

  /** Takes back a buffer whose bytes are no longer needed. Frees it if it is not of this reader. */
  release(buffer: ArrayBufferLike): void {
    const lent = [...this.#lent].find((each) => each === buffer);
    const kept = this.#kept.reduce((sum, { byteLength }) => sum + byteLength, 0);
    if (lent && kept + lent.byteLength <= maxKeptBytes) this.#kept.push(lent);
    else freeBuffer(new Uint8Array(buffer));
    if (lent) this.#lent.delete(lent);
  }

  /** Frees the buffers that are kept, and forgets the others. */
  clear(): void {
    this.#free();
    this.#lent.clear();
  }

  #free(): void {
    for (const buffer of this.#kept) freeBuffer(new Uint8Array(buffer));
    this.#kept = [];
  }

  /** Returns the smallest buffer that holds so many bytes. */
  #take(bytes: number): ArrayBuffer {
    const size = Math.ceil(bytes / step) * step;
    const fitting = this.#kept.filter(({ byteLength }) => byteLength >= size);
    const best = fitting.reduce<ArrayBuffer | undefined>((best, each) => {
      return best && best.byteLength <= each.byteLength ? best : each;
    }, undefined);
    // Those that are too small would only be kept from now on.
    if (!best) this.#free();
    this.#kept = this.#kept.filter((each) => each !== best);
    return best ?? new ArrayBuffer(size);
  }
}

/** Returns a reader that fills buffers; undefined if the browser's Blobs have none. */
function byobReader(blob: Blob): ReadableStreamBYOBReader | undefined {
  const stream = blob.stream();
  try {
    return stream.getReader({ mode: 'byob' });
  } catch {
    stream.cancel().catch(() => {});
    return undefined;
  }
}

/**
 * The readers at work. Chromium 156 collects a stream that is reachable from its pending read
 * alone, which then never ends.
 */
const reading = new Set<ReadableStreamBYOBReader>();

/** Fills the beginning of a buffer. Returns undefined if there are fewer than `size` bytes. */
async function fill(
  buffer: ArrayBuffer,
  size: number,
  reader: ReadableStreamBYOBReader,
): Promise<ArrayBuffer | undefined> {
  let filled = buffer;
  for (let at = 0; at < size; ) {
    const left = size - at;
    // Browsers that do not know `min` return what has arrived.
    const { value } = await reader.read(new Uint8Array(filled, at, left), { min: left });
    if (!value || value.length === 0) return undefined;
    filled = value.buffer;
    at += value.length;
  }
  return filled;
}
