import { transfer } from 'comlink';

/** Marks bytes to be moved to the other thread; they are gone here once they are sent. */
export function handOver<T extends Uint8Array | readonly Uint8Array[]>(bytes: T): T {
  const arrays: readonly Uint8Array[] = bytes instanceof Uint8Array ? [bytes] : bytes;
  const buffers = new Set<ArrayBuffer>();
  for (const { buffer, byteLength } of arrays) {
    // A view into a larger memory, such as a WebAssembly.Memory, can only be copied.
    if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffers.add(buffer);
  }
  return transfer(bytes, [...buffers]);
}
