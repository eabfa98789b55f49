import type { SpillFile } from '../generated/daytally.js';
import { directoryAt } from './directory';

/** Missing in TypeScript's library and in some browsers, which allow only one handle. */
interface Shareable {
  createSyncAccessHandle(options: { mode: 'read-only' }): Promise<FileSystemSyncAccessHandle>;
}

/** A sealed file of a worker, which every worker can read. */
export class SealedFile implements SpillFile {
  readonly #read: (bytes: Uint8Array, start: number) => void;
  readonly #access: FileSystemSyncAccessHandle | undefined;

  private constructor(
    read: (bytes: Uint8Array, start: number) => void,
    access?: FileSystemSyncAccessHandle,
  ) {
    this.#read = read;
    this.#access = access;
  }

  /** Opens a private file by its path; throws an Error to be shown. */
  static async open(path: string): Promise<SealedFile> {
    try {
      const name = path.lastIndexOf('/');
      const directory = await directoryAt(path.slice(0, name));
      const handle = await directory.getFileHandle(path.slice(name + 1));
      const access = await shared(handle);
      if (access) return new SealedFile((bytes, start) => readInto(access, bytes, start), access);
      const file = await handle.getFile();
      const reader = new FileReaderSync();
      return new SealedFile((bytes, start) => {
        const part = file.slice(start, start + bytes.length);
        if (part.size !== bytes.length) throw new Error('the file is too short');
        bytes.set(new Uint8Array(reader.readAsArrayBuffer(part)));
      });
    } catch (thrown) {
      throw unreadable(thrown);
    }
  }

  append(): number {
    throw new Error('A sealed file accepts no more data.');
  }

  read(start: number, into: Uint8Array): void {
    try {
      this.#read(into, start);
    } catch (thrown) {
      throw unreadable(thrown);
    }
  }

  /** Closes it, so that it can be removed. */
  close(): void {
    this.#access?.close();
  }
}

/**
 * Returns a handle that others may have at the same time, if the browser supports it; it reads much
 * faster.
 */
async function shared(
  handle: FileSystemFileHandle,
): Promise<FileSystemSyncAccessHandle | undefined> {
  try {
    const access = await (handle as unknown as Shareable).createSyncAccessHandle({
      mode: 'read-only',
    });
    if ((access as { mode?: string }).mode === 'read-only') return access;
    access.close();
  } catch {
    // Another worker has the only handle.
  }
  return undefined;
}

/** Fills the bytes from a position in a file. */
export function readInto(
  access: FileSystemSyncAccessHandle,
  bytes: Uint8Array,
  start: number,
): void {
  for (let done = 0; done < bytes.length; ) {
    // WebAssembly's memory is never shared: the page has no cross-origin isolation.
    const rest = bytes.subarray(done) as Uint8Array<ArrayBuffer>;
    const read = access.read(rest, { at: start + done });
    if (!(read > 0 && read <= rest.length)) throw new Error('the file is too short');
    done += read;
  }
}

export function unreadable(thrown: unknown): Error {
  return new Error(`What was spilled to disk can’t be read any more (${thrown}). Run again.`);
}
