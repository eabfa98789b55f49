import { expect, test } from 'vitest';
import { freeBuffer } from './free_buffer';

test('a freed buffer and all views into it are empty', () => {
  const bytes = new Uint8Array([1, 2, 3]);
  const view = bytes.subarray(1);
  freeBuffer(view);
  expect(bytes.buffer.byteLength).toBe(0);
  expect([bytes.length, view.length]).toEqual([0, 0]);
  // Freed bytes may be freed again.
  freeBuffer(bytes);
});

test('shared memory is not freed', () => {
  const bytes = new Uint8Array(new SharedArrayBuffer(3)).fill(7);
  freeBuffer(bytes);
  expect([...bytes]).toEqual([7, 7, 7]);
});
