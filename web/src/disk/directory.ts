import { privateRoot } from '../browser/storage';

/** Opens a folder of the page's private files, or creates it. Rejects with a DOMException. */
export async function directoryAt(
  path: string,
  options?: FileSystemGetDirectoryOptions,
): Promise<FileSystemDirectoryHandle> {
  let directory = await privateRoot();
  for (const part of path.split('/')) {
    directory = await directory.getDirectoryHandle(part, options);
  }
  return directory;
}
