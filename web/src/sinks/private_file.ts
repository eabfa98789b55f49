import { directoryAt } from '../disk/directory';
import { sweep, visitFolder } from '../disk/visit';
import { release } from '../release';
import { saveAs } from './save_as';
import type { Sink } from './sink';

/** Milliseconds in which a browser has copied what it saves, so that the private file can go. */
const copied = 600_000;

/** A file in the page's private part of the disk, saved by the browser when it is whole. */
export async function privateFileSink(name: string): Promise<Sink> {
  const visit = await visitFolder();
  await sweep();
  const folder = await directoryAt(visit, { create: true });
  const own = `${crypto.randomUUID()}-${name}`;
  const handle = await folder.getFileHandle(own, { create: true });
  const stream = await handle.createWritable();
  return {
    async write(bytes) {
      await stream.write(bytes);
      release(bytes);
    },
    async close() {
      await stream.close();
      saveAs(await handle.getFile(), name);
      setTimeout(() => void folder.removeEntry(own).catch(() => {}), copied);
    },
    async abort() {
      // A stream that has failed has nothing left to abort.
      await stream.abort().catch(() => {});
      await folder.removeEntry(own);
    },
  };
}
