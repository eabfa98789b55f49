import { freeBuffer } from '../browser/free_buffer';
import { newId } from '../browser/new_id';
import { directoryAt } from '../disk/directory';
import { sweep, visitFolder } from '../disk/visit';
import { saveAs } from './save_as';
import type { Sink } from './sink';

/**
 * Milliseconds after which a browser has copied what it saves, so that the private file can be
 * removed.
 */
const copied = 600_000;

/** Returns a sink for a private file, which the browser saves when it is complete. */
export async function privateFileSink(name: string): Promise<Sink> {
  const visit = await visitFolder();
  await sweep();
  const folder = await directoryAt(visit, { create: true });
  const own = `${newId()}-${name}`;
  const handle = await folder.getFileHandle(own, { create: true });
  const stream = await handle.createWritable();
  let written = 0;
  return {
    async write(bytes) {
      const { length } = bytes;
      await stream.write(bytes);
      written += length;
      freeBuffer(bytes);
    },
    async close() {
      await stream.close();
      const file = await handle.getFile();
      if (file.size !== written) throw new DOMException('bytes are missing', 'QuotaExceededError');
      saveAs(file, name);
      setTimeout(() => void folder.removeEntry(own).catch(() => {}), copied);
    },
    async abort() {
      // A failed stream has nothing left to abort.
      await stream.abort().catch(() => {});
      await folder.removeEntry(own);
    },
  };
}
