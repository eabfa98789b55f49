import { DaytallyError, pageCodes } from '../errors';
import type { IgnoredFile, InputFile, Selection } from '../types';
import { reasonToSkip } from './ignored';
import { type FoundFile, selectFound } from './picked';

/** A file or a folder: in memory, on disk, or what an `InputFile` tells. */
export type Source = Blob | FileSystemFileHandle | FileSystemDirectoryHandle | InputFile;

/** Everything to open: one source, several such as a `FileList`, or what a drop or picker gave. */
export type Sources = Source | Iterable<Source> | Selection;

/**
 * The files to read of what a program gave, those inside folders included; what a folder holds
 * besides Parquet is ignored, a file given by itself is read.
 *
 * Rejects with a DaytallyError of code `invalid_option` for what is no source, or `io` for a file
 * that can't be opened.
 */
export async function selectGiven(sources: Sources): Promise<Selection> {
  const known = typeof sources === 'object' && sources !== null;
  if (known && isSelection(sources)) return sources;
  const given: readonly unknown[] = known && isIterable(sources) ? [...sources] : [sources];
  const selections = await Promise.all(given.map(selectOne));
  return {
    files: selections.flatMap(({ files }) => files),
    ignored: selections.flatMap(({ ignored }) => ignored),
  };
}

async function selectOne(source: unknown, place: number): Promise<Selection> {
  if (source instanceof File) {
    return selectFound([{ file: source, folderPath: source.webkitRelativePath ?? '' }], []);
  }
  if (source instanceof Blob) return only({ path: `blob-${place + 1}`, blob: source });
  if (isHandle(source)) return await selectHandle(source);
  if (isInputFile(source)) return only(source);
  const message = `Source ${place + 1} is ${named(source)}; expected is a File, a Blob, a handle of a file or folder, or an object with a path.`;
  throw new DaytallyError(pageCodes.invalidOption, message);
}

async function selectHandle(root: FileSystemHandle): Promise<Selection> {
  const found: FoundFile[] = [];
  const skipped: IgnoredFile[] = [];
  const visit = async (handle: FileSystemHandle, path: string): Promise<void> => {
    if (isFile(handle)) {
      const file = await handle.getFile();
      found.push({ file, folderPath: handle === root ? '' : path });
    } else if (isFolder(handle)) {
      const reason = handle === root ? undefined : reasonToSkip(handle.name);
      if (reason !== undefined) skipped.push({ path: `${path}/`, reason });
      else for await (const each of handle.values()) await visit(each, `${path}/${each.name}`);
    }
  };
  try {
    await visit(root, root.name);
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    const message = `${root.name} can't be read (${reason}). Ask for its permission again, or choose it again.`;
    throw new DaytallyError(pageCodes.io, message, { file: root.name });
  }
  return selectFound(found, skipped);
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
