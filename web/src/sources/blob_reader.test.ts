import { expect, test } from 'vitest';
import { BlobReader } from './blob_reader';

const bytes = Uint8Array.from({ length: 3_000_000 }, (_, i) => i % 251);
const file = new Blob([bytes]);

async function read(reader: BlobReader, start: number, end: number): Promise<ArrayBuffer> {
  const buffer = await reader.read(file.slice(start, end));
  const found = Buffer.from(buffer ?? new ArrayBuffer(), 0, end - start);
  expect(found.equals(bytes.subarray(start, end))).toBe(true);
  return buffer ?? new ArrayBuffer();
}

/** A Blob of which a browser returns some bytes at a time, and ends after `end`. */
function chunked(size: number, end: number, chunk: number): Blob {
  let at = 0;
  const pull = (controller: ReadableByteStreamController): void => {
    const request = controller.byobRequest;
    const view = request?.view as Uint8Array;
    const length = Math.min(chunk, end - at, view.length);
    if (length === 0) {
      controller.close();
      request?.respond(0);
      return;
    }
    view.set(bytes.subarray(at, at + length));
    at += length;
    request?.respond(length);
  };
  const stream = () => new ReadableStream({ type: 'bytes', pull });
  return { size, stream } as unknown as Blob;
}

function failing(): ReadableStream {
  const pull = (controller: ReadableByteStreamController) => controller.error(new Error());
  return new ReadableStream({ type: 'bytes', pull });
}

test('parts are at the beginning of a buffer, which is used again once it is released', async () => {
  const reader = new BlobReader();
  const first = await read(reader, 0, 2_500_000);
  const second = await read(reader, 5, 2_000_005);
  expect(second).not.toBe(first);
  expect(second.byteLength).toBe(first.byteLength);
  reader.release(first);
  const third = await read(reader, 1_000_000, 3_000_000);
  expect(first.byteLength, 'the buffer was moved').toBe(0);
  reader.release(second);
  reader.release(third);
  reader.clear();
  expect([second.byteLength, third.byteLength]).toEqual([0, 0]);
});

test('buffers that others made are freed', () => {
  const other = new ArrayBuffer(10);
  new BlobReader().release(other);
  expect(other.byteLength).toBe(0);
});

test('bytes that arrive in chunks are joined', async () => {
  const buffer = await new BlobReader().read(chunked(2_000_000, 2_000_000, 70_000));
  const found = Buffer.from(buffer ?? new ArrayBuffer(), 0, 2_000_000);
  expect(found.equals(bytes.subarray(0, 2_000_000))).toBe(true);
});

test.each([
  ['that is small', file.slice(0, 1000)],
  ['that became shorter', chunked(2_000_000, 1_500_000, 70_000)],
  ['of a browser without such streams', { size: 2_000_000, stream: () => new ReadableStream() }],
  ['that cannot be read', { size: 2_000_000, stream: failing }],
])('a Blob %s is left to another attempt', async (_, blob) => {
  expect(await new BlobReader().read(blob as Blob)).toBe(undefined);
});
