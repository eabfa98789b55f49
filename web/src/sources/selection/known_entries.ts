import type { IgnoredFile } from '../../types';

interface KnownEntry {
  readonly path: string;
  readonly file: File;
  readonly handle: FileSystemFileHandle | undefined;
}

/** The files of a program, to find those that were given twice. */
export class KnownEntries {
  /** By a key that is equal for the same file. */
  readonly #entries = new Map<string, KnownEntry[]>();

  add(path: string, file: File, handle?: FileSystemFileHandle): void {
    const key = JSON.stringify([file.name, file.size, file.lastModified]);
    const known = this.#entries.get(key) ?? [];
    known.push({ path, file, handle });
    this.#entries.set(key, known);
  }

  /** Returns the files that are the same entry of a disk as an earlier one. */
  async repeats(): Promise<ReadonlyMap<Blob, IgnoredFile>> {
    const repeats = new Map<Blob, IgnoredFile>();
    for (const alike of this.#entries.values()) {
      const kept: KnownEntry[] = [];
      // The path with the most folders may have Hive keys that the others lack.
      for (const entry of alike.toSorted((a, b) => depth(b) - depth(a))) {
        const first = await firstOf(kept, entry);
        if (!first) kept.push(entry);
        else {
          const reason = `it is the same file as ${first.path}`;
          repeats.set(entry.file, { path: entry.path, reason });
        }
      }
    }
    return repeats;
  }
}

async function firstOf(kept: readonly KnownEntry[], entry: KnownEntry) {
  for (const other of kept) {
    if (other.handle && entry.handle && (await other.handle.isSameEntry?.(entry.handle)))
      return other;
  }
  return undefined;
}

function depth({ path }: KnownEntry): number {
  return path.split('/').length;
}
