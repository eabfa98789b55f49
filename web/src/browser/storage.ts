/** A store of a few settings as text. */
export type Store = Pick<Storage, 'getItem' | 'setItem'>;

/** Settings of this tab alone, if the browser stores none. */
const inMemory = new Map<string, string>();
const memory: Store = {
  getItem: (name) => inMemory.get(name) ?? null,
  setItem: (name, value) => void inMemory.set(name, value),
};

/** Returns the browser's store of settings, or one in memory if it refuses. */
export function settings(): Store {
  return part(() => localStorage) ?? memory;
}

/** Returns the browser's locks, which are missing over plain http. */
export function locks(): LockManager | undefined {
  return part(() => navigator.locks);
}

/** Returns the registry of service workers, which is missing over plain http. */
export function serviceWorkers(): ServiceWorkerContainer | undefined {
  return part(() => navigator.serviceWorker);
}

/** Opens the root of the page's private files. Rejects if there are none. */
export async function privateRoot(): Promise<FileSystemDirectoryHandle> {
  const storage = part(() => navigator.storage);
  if (typeof storage?.getDirectory !== 'function') {
    throw new DOMException('This browser has no private files here.', 'NotSupportedError');
  }
  return await storage.getDirectory();
}

/**
 * Returns whether the browser gives this page private files, without which nothing can spill to
 * disk.
 */
export async function hasPrivateFiles(): Promise<boolean> {
  try {
    await privateRoot();
    return true;
  } catch {
    return false;
  }
}

/** Reads a browser API. If site data are blocked, even reading the property throws. */
function part<T>(read: () => T | undefined): T | undefined {
  try {
    return read() ?? undefined;
  } catch {
    return undefined;
  }
}
