import type { SpillFile } from '../generated/daytally.js';
import { directoryAt } from './directory';
import { readInto, unreadable } from './sealed_file';
import { writeAll } from './write_all';

/** A file that this worker writes and reads. */
export class OwnFile implements SpillFile {
  readonly #access: FileSystemSyncAccessHandle;
  readonly #cause: string;
  #end = 0;
  #closed = false;

  private constructor(access: FileSystemSyncAccessHandle, cause: string) {
    this.#access = access;
    this.#cause = cause;
  }

  /**
   * Creates a file of that name, in a private folder that need not exist. `cause` is a clause on the
   * memory that was too small. Throws an Error to be shown.
   */
  static async create(folder: string, name: string, cause: string): Promise<OwnFile> {
    try {
      const directory = await directoryAt(folder, { create: true });
      const handle = await directory.getFileHandle(name, { create: true });
      return new OwnFile(await handle.createSyncAccessHandle(), cause);
    } catch (thrown) {
      throw noDisk(cause, thrown);
    }
  }

  /** Bytes written. */
  get size(): number {
    return this.#end;
  }

  append(bytes: Uint8Array): number {
    const start = this.#end;
    try {
      // WebAssembly's memory is never shared: the page has no cross-origin isolation.
      writeAll(this.#access, bytes as Uint8Array<ArrayBuffer>, start);
    } catch (thrown) {
      throw noDisk(this.#cause, thrown);
    }
    this.#end += bytes.length;
    return start;
  }

  read(start: number, into: Uint8Array): void {
    try {
      readInto(this.#access, into, start);
    } catch (thrown) {
      throw unreadable(thrown);
    }
  }

  /** Closes it, so that others can open it. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#access.close();
  }
}

const wayOut =
  'Free some disk, give the page more memory by ?memory= (in MiB for each worker), ' +
  'or use the command line.';

function noDisk(cause: string, thrown: unknown): Error {
  const why = (reason: string) => new Error(`${cause}, and ${reason}. ${wayOut}`);
  const name = thrown instanceof Error ? thrown.name : '';
  if (name === 'QuotaExceededError') {
    return why('the disk, or what the browser lets the page have of it, is full');
  }
  return why(
    `the browser gives the page no private files to put the rest into, as in some private windows (${thrown})`,
  );
}
