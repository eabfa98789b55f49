import { DaytallyError, pageCodes } from '../../errors';
import type { IgnoredFile, InputFile, Selection } from '../../types';
import { checkedFile, checkedSelection } from './checked';
import { deltaLog, isWalked } from './folders';
import { KnownEntries } from './known_entries';
import { type FoundFile, selectFound } from './picked';

/** A file or a folder: in memory, on disk, or an `InputFile`. */
export type Source = Blob | FileSystemFileHandle | FileSystemDirectoryHandle | InputFile;

/**
 * Everything to open: one source, several such as a `FileList`, or the selection of a drop or
 * picker.
 */
export type Sources = Source | Iterable<Source> | Selection;

/**
 * Makes a selection of a program's sources, including the files in folders. Which of these count is
 * decided when they are opened; a file that is passed directly is always read.
 *
 * Rejects with a DaytallyError of code `invalid_option` for an invalid source, or `io` for a file
 * that cannot be opened.
 */
export async function selectGiven(sources: Sources): Promise<Selection> {
  const known = typeof sources === 'object' && sources !== null;
  if (known && isSelection(sources)) return checkedSelection(sources);
  const all: readonly unknown[] = known && isIterable(sources) ? [...sources] : [sources];
  const seen = new Set<unknown>();
  const again: IgnoredFile[] = [];
  const entries = new KnownEntries();
  const given = all.map(async (source, i): Promise<Selection> => {
    if (source instanceof File && seen.has(source)) {
      again.push({ path: source.name, reason: 'it was given twice' });
      return { files: [], ignored: [] };
    }
    seen.add(source);
    return selectOne(source, i, entries);
  });
  const selections = await Promise.all(given);
  const repeats = await entries.repeats();
  const isFirst = (file: InputFile) => !('blob' in file && repeats.has(file.blob));
  return {
    files: selections.flatMap(({ files }) => files).filter(isFirst),
    ignored: [...selections.flatMap(({ ignored }) => ignored), ...again, ...repeats.values()],
    folders: selections.flatMap(({ folders }) => folders ?? []),
  };
}

async function selectOne(
  source: unknown,
  place: number,
  entries: KnownEntries,
): Promise<Selection> {
  if (source instanceof File) {
    entries.add(source.webkitRelativePath || source.name, source);
    return selectFound([{ file: source, folderPath: source.webkitRelativePath ?? '' }], []);
  }
  if (source instanceof Blob) return only({ path: `blob-${place + 1}`, blob: source });
  if (isHandle(source)) return await selectHandle(source, entries);
  if (isInputFile(source)) return only(checkedFile(source, `Source ${place + 1}`));
  const message = `Source ${place + 1} is ${named(source)}; expected is a File, a Blob, a handle of a file or folder, or an object with a path.`;
  throw new DaytallyError(pageCodes.invalidOption, message);
}

/** A file of a folder. */
interface Entry {
  readonly path: string;
  readonly handle: FileSystemFileHandle;
  readonly file: File;
}

async function selectHandle(root: FileSystemHandle, entries: KnownEntries): Promise<Selection> {
  const folders: string[] = [];
  const visit = async (handle: FileSystemHandle, path: string): Promise<Entry[]> => {
    if (isFile(handle)) return [{ path, handle, file: await handle.getFile() }];
    if (!isFolder(handle)) return [];
    if (handle !== root && !isWalked(handle.name)) {
      folders.push(`${path}/`);
      return [];
    }
    if (handle.name === deltaLog) folders.push(`${path}/`);
    const inside: Promise<Entry[]>[] = [];
    for await (const each of handle.values()) inside.push(visit(each, `${path}/${each.name}`));
    return (await Promise.all(inside)).flat();
  };
  try {
    const found = await visit(root, root.name);
    for (const { path, handle, file } of found) entries.add(path, file, handle);
    const files = found.map(({ path, handle, file }): FoundFile => {
      return { file, folderPath: handle === root ? '' : path };
    });
    return selectFound(files, [], folders);
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    const message = `${root.name} cannot be read (${reason}). Request permission for it again, or choose it again.`;
    throw new DaytallyError(pageCodes.io, message, { file: root.name });
  }
}

function only(file: InputFile): Selection {
  return { files: [file], ignored: [] };
}

function named(value: unknown): string {
  return typeof value === 'object' && value !== null ? 'an object without a path' : String(value);
}

function isSelection(sources: Sources): sources is Selection {
  return 'files' in sources && 'ignored' in sources;
}

function isIterable(sources: Source | Iterable<Source>): sources is Iterable<Source> {
  return Symbol.iterator in sources;
}

function isInputFile(source: unknown): source is InputFile {
  if (typeof source !== 'object' || source === null) return false;
  return 'path' in source && typeof source.path === 'string';
}

function isHandle(source: unknown): source is FileSystemHandle {
  if (typeof source !== 'object' || source === null || !('kind' in source)) return false;
  return source.kind === 'file' || source.kind === 'directory';
}

function isFile(handle: FileSystemHandle): handle is FileSystemFileHandle {
  return handle.kind === 'file';
}

function isFolder(handle: FileSystemHandle): handle is FileSystemDirectoryHandle {
  return handle.kind === 'directory';
}
