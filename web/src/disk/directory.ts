/**
 * A folder of the page's private part of the disk; with `create` it need not be there. Rejects
 * with a DOMException.
 */
export async function directoryAt(
  path: string,
  options?: FileSystemGetDirectoryOptions,
): Promise<FileSystemDirectoryHandle> {
  let directory = await navigator.storage.getDirectory();
  for (const part of path.split('/')) {
    directory = await directory.getDirectoryHandle(part, options);
  }
  return directory;
}
