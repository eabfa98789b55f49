/** The parts of the File System Access API that TypeScript does not declare. */
interface Pickers {
  showOpenFilePicker?(options: { multiple: boolean }): Promise<FileSystemFileHandle[]>;
  showDirectoryPicker?(options: { mode: 'read' }): Promise<FileSystemDirectoryHandle>;
}

interface DroppedItem extends DataTransferItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

interface Permitted {
  queryPermission?(descriptor: { mode: 'read' }): Promise<PermissionState>;
  requestPermission?(descriptor: { mode: 'read' }): Promise<PermissionState>;
}

/**
 * Lets the user choose files or a folder; none if the user cancels. Call it in the event of a
 * click.
 */
export async function chooseHandles(what: 'files' | 'folder'): Promise<FileSystemHandle[]> {
  const pickers = window as Pickers;
  try {
    if (what === 'files') return (await pickers.showOpenFilePicker?.({ multiple: true })) ?? [];
    const folder = await pickers.showDirectoryPicker?.({ mode: 'read' });
    return folder ? [folder] : [];
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') return [];
    throw thrown;
  }
}

/** Returns the handles of a drop, if the browser has all of them. Call it in the drop's event. */
export async function droppedHandles({ items }: DataTransfer): Promise<FileSystemHandle[]> {
  const files: DroppedItem[] = Array.from(items).filter(({ kind }) => kind === 'file');
  const requests = files.map((item) => item.getAsFileSystemHandle?.() ?? Promise.resolve(null));
  const found: (FileSystemHandle | null)[] = await Promise.all(requests).catch(() => [null]);
  const handles = found.filter((handle): handle is FileSystemHandle => handle !== null);
  return handles.length === found.length ? handles : [];
}

/** Requests to read files and folders again. Call it in the event of a click. */
export async function mayRead(handles: readonly FileSystemHandle[]): Promise<boolean> {
  const mode = { mode: 'read' } as const;
  for (const handle of handles as readonly Permitted[]) {
    if ((await handle.queryPermission?.(mode)) === 'granted') continue;
    if ((await handle.requestPermission?.(mode)) !== 'granted') return false;
  }
  return true;
}
