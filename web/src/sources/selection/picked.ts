import type { IgnoredFile, InputFile, Selection } from '../../types';

/** A file with its path inside a chosen folder; '' if it was chosen by itself. */
export interface FoundFile {
  readonly file: File;
  readonly folderPath: string;
}

/** Makes a selection of the files of a picker. */
export function selectPicked(files: Iterable<File>): Selection {
  const found = Array.from(files, (file) => ({ file, folderPath: file.webkitRelativePath }));
  return selectFound(found, []);
}

/**
 * Makes a selection of files, and of folders that were not walked (paths that end in `/`). Which of
 * the files count is decided when they are opened.
 */
export function selectFound(
  found: readonly FoundFile[],
  ignored: readonly IgnoredFile[],
  folders: readonly string[] = [],
): Selection {
  const files = found.map(({ file, folderPath }): InputFile => {
    return folderPath
      ? { path: folderPath, blob: file, inFolder: true }
      : { path: file.name, blob: file };
  });
  return { files, ignored, ...(folders.length > 0 && { folders }) };
}
