import { DaytallyError, pageCodes } from '../../errors';
import type { IgnoredFile, Selection } from '../../types';
import { deltaLog, isWalked, sinkLog } from './folders';
import { type FoundFile, selectFound } from './picked';

/**
 * Returns the files of a drop, including those in folders. Rejects with a DaytallyError of code
 * `no_input` if the drop has no readable file.
 *
 * Call it in the drop's own event: the browser empties the transfer afterwards.
 */
export function selectDropped(transfer: DataTransfer): Promise<Selection> {
  const items = Array.from(transfer.items).filter((item) => item.kind === 'file');
  const entries = items.map((item) => item.webkitGetAsEntry());
  // An item dragged from a list of downloads has no entry, and may only be among the files.
  const loose = items.map((item, i) => (entries[i] ? null : item.getAsFile()));
  const files = items.length > 0 ? loose : Array.from(transfer.files);
  return walk(
    entries.filter((entry) => entry !== null),
    files.filter((file) => file !== null),
  );
}

const unopened = 'the browser may not open it';
const unpack = 'if it was dragged out of an archive, unpack the archive first';

async function walk(roots: FileSystemEntry[], loose: File[]): Promise<Selection> {
  const found: FoundFile[] = [];
  const skipped: IgnoredFile[] = [];
  const folders: string[] = [];
  const add = (file: File) => {
    if (file.size > 0) found.push({ file, folderPath: '' });
    else skipped.push({ path: file.name, reason: `empty (0 bytes): ${unpack}` });
  };
  for (const file of loose) add(file);
  const visit = async (entry: FileSystemEntry, inside: boolean): Promise<void> => {
    const path = entry.fullPath.replace(/^\//, '');
    if (isFile(entry)) {
      const file = await fileOf(entry).catch(() => null);
      if (file && inside) found.push({ file, folderPath: path });
      else if (file) add(file);
      else skipped.push({ path, reason: inside ? unopened : `${unopened}: ${unpack}` });
    } else if (isFolder(entry)) {
      if (inside && !isWalked(entry.name)) folders.push(`${path}/`);
      else {
        const children = await entriesOf(entry).catch(() => null);
        await Promise.all((children ?? []).map((child) => visit(child, true)));
        // An empty log lists nothing; a folder without files would not be noticed.
        if (entry.name === deltaLog || (entry.name === sinkLog && children?.length === 0))
          folders.push(`${path}/`);
        if (!children) skipped.push({ path: `${path}/`, reason: unopened });
      }
    }
  };
  await Promise.all(roots.map((root) => visit(root, false)));
  if (roots.length + loose.length === 0) throw noFile();
  const [first] = skipped;
  // In a drop without folders, nothing else could be read.
  if (found.length === 0 && first && !roots.some(isFolder)) {
    throw new DaytallyError(pageCodes.noInput, `${first.path} is not read: ${first.reason}.`);
  }
  return selectFound(found, skipped, folders);
}

function noFile(): DaytallyError {
  const message =
    'The browser gave no file for what was dropped. Drop it from its folder, or use “Choose files”.';
  return new DaytallyError(pageCodes.noInput, message);
}

/** Returns all entries of a folder: a reader returns some hundred at a time, and then none. */
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
