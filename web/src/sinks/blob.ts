import { freeBuffer } from '../browser/free_buffer';
import { saveAs } from './save_as';
import type { Sink } from './sink';

/** Larger pieces are passed to the browser, which may store them on disk. */
const pieceBytes = 8 * 1024 * 1024;

/** Returns a file in memory, for browsers without an alternative. */
export function blobSink(name: string): Sink {
  const pieces: Blob[] = [];
  let loose: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const gather = () => {
    if (loose.length > 0) pieces.push(new Blob(loose));
    for (const bytes of loose) freeBuffer(bytes);
    loose = [];
    size = 0;
  };
  return {
    async write(bytes) {
      loose.push(bytes);
      size += bytes.length;
      if (size >= pieceBytes) gather();
    },
    async close() {
      gather();
      saveAs(new Blob(pieces), name);
    },
    async abort() {
      pieces.length = 0;
      loose = [];
    },
  };
}
