import { directoryAt } from './directory';
import { writeAll } from './write_all';

// Not a folder that is deleted when a visit is over.
const folder = 'daytally_ledgers';

/** Stores the answers of a provider, a line per call. */
export interface LedgerStore {
  /** Whether it survives closing the tab. */
  readonly medium: 'disk' | 'memory';
  /** Returns the bytes so far, in pieces. */
  pieces(): Iterable<Uint8Array>;
  /** Keeps only the first bytes. */
  truncate(bytes: number): void;
  /** Appends a text, and returns when it is stored; throws an Error. */
  append(text: string): void;
  close(): void;
}

/** A ledger in a private file of the page, which one job at a time has. */
export class LedgerFile implements LedgerStore {
  readonly medium = 'disk';
  readonly #access: FileSystemSyncAccessHandle;
  /** Bytes of whole lines that are on disk. */
  #end: number;

  private constructor(access: FileSystemSyncAccessHandle) {
    this.#access = access;
    this.#end = access.getSize();
  }

  /** Opens the ledger of a name, or creates it. Rejects with a DOMException. */
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

  /** Removes an incomplete line. If that fails, the next line overwrites it. */
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

/** A ledger for browsers that give the page no private files. */
export class LedgerMemory implements LedgerStore {
  readonly medium = 'memory';
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

/** Returns the file of a ledger's name, or undefined. */
export async function ledgerBlob(name: string): Promise<File | undefined> {
  try {
    const directory = await directoryAt(folder);
    const file = await (await directory.getFileHandle(`${name}.jsonl`)).getFile();
    return file.size > 0 ? file : undefined;
  } catch {
    return undefined;
  }
}

/** Removes the ledger of a name, if it exists. Rejects with a DOMException while a job has it. */
export async function removeLedger(name: string): Promise<void> {
  if (!(await ledgerBlob(name))) return;
  await (await directoryAt(folder)).removeEntry(`${name}.jsonl`);
}
