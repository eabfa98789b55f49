import { directoryAt } from './directory';
import { writeAll } from './write_all';

// Not of those that are swept when a visit is over.
const folder = 'daytally_ledgers';

/** Where the answers of a provider are kept, a line for each call. */
export interface LedgerStore {
  /** Whether it is still there when the tab is closed. */
  readonly kept: 'disk' | 'memory';
  /** The bytes so far, in pieces. */
  pieces(): Iterable<Uint8Array>;
  /** Keeps only so many of the first bytes. */
  truncate(bytes: number): void;
  /** Appends a text and does not return before it is kept; throws an Error. */
  append(text: string): void;
  close(): void;
}

/** A ledger in a file of the page's private part of the disk, which one job at a time has. */
export class LedgerFile implements LedgerStore {
  readonly kept = 'disk';
  readonly #access: FileSystemSyncAccessHandle;
  /** Bytes of whole lines that are on disk. */
  #end: number;

  private constructor(access: FileSystemSyncAccessHandle) {
    this.#access = access;
    this.#end = access.getSize();
  }

  /** Opens the ledger of a name, made if it is not there. Rejects with a DOMException. */
  static async open(name: string): Promise<LedgerFile> {
    const directory = await directoryAt(folder, { create: true });
    const handle = await directory.getFileHandle(`${name}.jsonl`, { create: true });
    return new LedgerFile(await handle.createSyncAccessHandle());
  }

  *pieces(): Iterable<Uint8Array> {
    const piece = new Uint8Array(2 ** 20);
    for (let at = 0; ; ) {
      const read = this.#access.read(piece, { at });
      if (read === 0) return;
      yield piece.subarray(0, read);
      at += read;
    }
  }

  truncate(bytes: number): void {
    this.#access.truncate(bytes);
    this.#access.flush();
    this.#end = bytes;
  }

  append(text: string): void {
    const bytes = new TextEncoder().encode(text);
    try {
      writeAll(this.#access, bytes, this.#end);
      this.#access.flush();
    } catch (thrown) {
      this.#cut();
      throw thrown;
    }
    this.#end += bytes.length;
  }

  /** Removes a line that is not whole. Where that fails, the next line overwrites it. */
  #cut(): void {
    try {
      this.#access.truncate(this.#end);
    } catch {
      // The disk refuses this too; the first failure is the one to report.
    }
  }

  close(): void {
    this.#access.close();
  }
}

/** A ledger where the browser gives the page no private files. */
export class LedgerMemory implements LedgerStore {
  readonly kept = 'memory';
  #text: string[] = [];

  *pieces(): Iterable<Uint8Array> {
    for (const text of this.#text) yield new TextEncoder().encode(text);
  }

  truncate(): void {
    this.#text = [];
  }

  append(text: string): void {
    this.#text.push(text);
  }

  blob(): Blob {
    return new Blob(this.#text);
  }

  close(): void {}
}

/** The file of a ledger's name; undefined when there is none. */
export async function ledgerBlob(name: string): Promise<File | undefined> {
  try {
    const directory = await directoryAt(folder);
    const file = await (await directory.getFileHandle(`${name}.jsonl`)).getFile();
    return file.size > 0 ? file : undefined;
  } catch {
    return undefined;
  }
}

/** Removes the ledger of a name, if it is there. Rejects with a DOMException when a job has it. */
export async function removeLedger(name: string): Promise<void> {
  if (!(await ledgerBlob(name))) return;
  await (await directoryAt(folder)).removeEntry(`${name}.jsonl`);
}
