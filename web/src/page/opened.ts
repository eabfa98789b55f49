/** What was opened: files and folders, or URLs. */
export interface Opened {
  readonly name: string;
  readonly handles: readonly FileSystemHandle[];
  readonly urls: readonly string[];
}

/** The maximum number to store; the latest are kept. */
const maxKept = 5;
const key = 'last';
const store = 'opened';

/** Returns what was opened last, the latest first; none if the browser stores none. */
export async function lastOpened(): Promise<readonly Opened[]> {
  const found = await using('readonly', (opened) => opened.get(key)).catch(() => undefined);
  return Array.isArray(found) ? found : [];
}

/** Stores what was opened, in place of an equal entry. Never stores data, only how to open it. */
export async function keepOpened(opened: Opened): Promise<void> {
  const others: Opened[] = [];
  for (const each of await lastOpened()) {
    if (!(await isSame(each, opened))) others.push(each);
  }
  await using('readwrite', (kept) => kept.put([opened, ...others].slice(0, maxKept), key));
}

export async function clearOpened(): Promise<void> {
  await using('readwrite', (kept) => kept.delete(key));
}

async function isSame(one: Opened, other: Opened): Promise<boolean> {
  if (one.handles.length !== other.handles.length) return false;
  if (one.urls.join(' ') !== other.urls.join(' ')) return false;
  for (const [at, handle] of one.handles.entries()) {
    const same = other.handles[at];
    if (!same || !(await handle.isSameEntry(same))) return false;
  }
  return true;
}

/** Makes one request to the browser's database. */
function using(
  mode: IDBTransactionMode,
  request: (kept: IDBObjectStore) => IDBRequest,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const open = indexedDB.open('daytally', 1);
    open.onupgradeneeded = () => open.result.createObjectStore(store);
    open.onerror = () => reject(open.error);
    open.onsuccess = () => {
      const base = open.result;
      const transaction = base.transaction(store, mode);
      const made = request(transaction.objectStore(store));
      transaction.oncomplete = () => {
        base.close();
        resolve(made.result);
      };
      transaction.onabort = () => {
        base.close();
        reject(transaction.error);
      };
    };
  });
}
