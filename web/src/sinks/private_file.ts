import { saveAs } from './save_as';
import type { Sink } from './sink';

const prefix = 'daytally-';
/** This visit of the page; what other visits left behind is removed once they are over. */
const visit = crypto.randomUUID();
let held: Promise<void> | undefined;

/** A file in the page's private part of the disk, saved by the browser when it is whole. */
export async function privateFileSink(name: string): Promise<Sink> {
  const root = await navigator.storage.getDirectory();
  await hold();
  await clean(root);
  const folder = await root.getDirectoryHandle(prefix + visit, { create: true });
  const own = `${crypto.randomUUID()}-${name}`;
  const handle = await folder.getFileHandle(own, { create: true });
  const stream = await handle.createWritable();
  return {
    write: (bytes) => stream.write(bytes),
    async close() {
      await stream.close();
      saveAs(await handle.getFile(), name);
    },
    async abort() {
      await stream.abort();
      await folder.removeEntry(own);
    },
  };
}

/** Holds a lock in this visit's name until the page is left. */
function hold(): Promise<void> {
  held ??= new Promise((resolve) => {
    void navigator.locks.request(prefix + visit, () => {
      resolve();
      return new Promise(() => {});
    });
  });
  return held;
}

/** Removes the files of visits that are over: a download may read a file long after its end. */
async function clean(root: FileSystemDirectoryHandle): Promise<void> {
  const { held: locks = [] } = await navigator.locks.query();
  const open = new Set(locks.map(({ name }) => name));
  for await (const name of root.keys()) {
    if (name.startsWith(prefix) && !open.has(name)) {
      await root.removeEntry(name, { recursive: true }).catch(() => {});
    }
  }
}
