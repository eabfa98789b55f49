import type { IgnoredFile, Selection } from '../types';
import { reasonToSkip } from './ignored';
import { type FoundFile, selectFound } from './picked';

/**
 * The files of a drop, those inside folders included.
 *
 * Call it in the drop's own event: the browser empties the transfer afterwards.
 */
export function selectDropped(transfer: DataTransfer): Promise<Selection> {
  const items = Array.from(transfer.items).filter((item) => item.kind === 'file');
  const entries = items.map((item) => item.webkitGetAsEntry());
  const loose = items.map((item, i) => (entries[i] ? null : item.getAsFile()));
  return walk(
    entries.filter((entry) => entry !== null),
    loose.filter((file) => file !== null),
  );
}

const unopened = 'the browser may not open it';

async function walk(roots: FileSystemEntry[], loose: File[]): Promise<Selection> {
  const found: FoundFile[] = loose.map((file) => ({ file, folderPath: '' }));
  const skipped: IgnoredFile[] = [];
  const visit = async (entry: FileSystemEntry, inside: boolean): Promise<void> => {
    const path = entry.fullPath.replace(/^\//, '');
    if (isFile(entry)) {
      const file = await fileOf(entry).catch(() => null);
      if (file) found.push({ file, folderPath: inside ? path : '' });
      else skipped.push({ path, reason: unopened });
    } else if (isFolder(entry)) {
      const reason = inside ? reasonToSkip(entry.name) : undefined;
      const children = reason === undefined ? await entriesOf(entry).catch(() => null) : [];
      await Promise.all((children ?? []).map((child) => visit(child, true)));
      const skip = children ? reason : unopened;
      if (skip !== undefined) skipped.push({ path: `${path}/`, reason: skip });
    }
  };
  await Promise.all(roots.map((root) => visit(root, false)));
  return selectFound(found, skipped);
}

/** All entries of a folder: a reader gives some hundred at a time until it gives none. */
export async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (some.length === 0) return all;
    all.push(...some);
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
