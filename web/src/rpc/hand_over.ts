import { transfer } from 'comlink';
import type { Parts } from './calls';

type Bytes = Uint8Array | Parts;

/** Marks bytes to be transferred to the other thread; they are gone here once they are sent. */
export function handOver<T extends Bytes | readonly Bytes[]>(bytes: T): T {
  const buffers = new Set<ArrayBuffer>();
  for (const { buffer, byteLength } of arrays(bytes)) {
    // A view into a larger memory, such as a WebAssembly.Memory, can only be copied.
    if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffers.add(buffer);
  }
  return transfer(bytes, [...buffers]);
}

function arrays(bytes: Bytes | readonly Bytes[]): readonly Uint8Array[] {
  if (bytes instanceof Uint8Array) return [bytes];
  return 'streams' in bytes ? bytes.streams : bytes.flatMap(arrays);
}
