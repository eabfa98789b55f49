import type { IgnoredFile, InputFile, Selection } from '../types';
import { reasonToIgnore } from './ignored';

/** A file with the path that it has inside a chosen folder; '' when it was chosen by itself. */
export interface FoundFile {
  readonly file: File;
  readonly folderPath: string;
}

/** Sorts the files of a picker into those to read and those to ignore. */
export function selectPicked(files: Iterable<File>): Selection {
  const found = Array.from(files, (file) => ({ file, folderPath: file.webkitRelativePath }));
  return selectFound(found, []);
}

/** Sorts files into those to read and those to ignore; a file chosen by itself is read. */
export function selectFound(found: readonly FoundFile[], skipped: IgnoredFile[]): Selection {
  const files: InputFile[] = [];
  const ignored = [...skipped];
  for (const { file, folderPath } of found) {
    const path = folderPath || file.name;
    const reason = folderPath ? reasonToIgnore(folderPath) : undefined;
    if (reason === undefined) files.push({ path, blob: file });
    else ignored.push({ path, reason });
  }
  return { files, ignored };
}
