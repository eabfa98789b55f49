import { expect, test } from 'vitest';
import { fill } from './stream';

const never = new AbortController().signal;
const bytes = (length: number) => new Uint8Array(length);

/** A stream that logs its calls, and takes each chunk as `take` does. */
function logged(take: (size: number) => Promise<void> = async () => {}) {
  const log: string[] = [];
  const stream = new WritableStream<Uint8Array<ArrayBuffer>>({
    async write(chunk) {
      log.push(`write ${chunk.length}`);
      await take(chunk.length);
      log.push(`wrote ${chunk.length}`);
    },
    close: () => void log.push('close'),
    abort: (reason) => void log.push(`abort ${reason.message ?? reason}`),
  });
  return { stream, log };
}

test('writes at the pace of the stream, and closes it', async () => {
  const { stream, log } = logged(() => new Promise((resolve) => setTimeout(resolve, 5)));
  await fill(stream, never, async (sink) => {
    for (const size of [1, 2, 3]) {
      await sink.write(bytes(size));
      log.push(`next ${size}`);
    }
  });
  expect(log).toEqual(
    [1, 2, 3].flatMap((size) => [`write ${size}`, `wrote ${size}`, `next ${size}`]).concat('close'),
  );
  expect(stream.locked).toBe(false);
});

test('aborts a stream that is half written, and never closes it', async () => {
  const { stream, log } = logged();
  const failing = fill(stream, never, async (sink) => {
    await sink.write(bytes(4));
    throw new Error('a worker died');
  });
  await expect(failing).rejects.toThrow('a worker died');
  expect(log).toEqual(['write 4', 'wrote 4', 'abort a worker died']);
  await expect(stream.getWriter().closed).rejects.toThrow('a worker died');
});

test('an abort does not wait for a stalled stream', async () => {
  const { stream, log } = logged(() => new Promise(() => {}));
  const abort = new AbortController();
  const filling = fill(stream, abort.signal, (sink) => sink.write(bytes(1)));
  setTimeout(() => abort.abort(new Error('enough')), 5);
  await expect(filling).rejects.toThrow('enough');
  expect(log).toEqual(['write 1']);
  // It ends with its last write; until then it cannot be written to or closed.
  await expect(stream.getWriter().ready).rejects.toThrow('enough');
});

test('an abort after the last write closes nothing', async () => {
  const { stream, log } = logged();
  const abort = new AbortController();
  const filling = fill(stream, abort.signal, async (sink) => {
    await sink.write(bytes(1));
    abort.abort(new Error('enough'));
  });
  await expect(filling).rejects.toThrow('enough');
  expect(log.at(-1)).toBe('abort enough');
});

test('a stream that fails causes an error with a code and the stream’s message', async () => {
  const { stream, log } = logged(async () => {
    throw new Error('the disk is full');
  });
  const filling = fill(stream, never, async (sink) => {
    await sink.write(bytes(1));
    await sink.write(bytes(2));
  });
  await expect(filling).rejects.toMatchObject({ code: 'io' });
  await expect(filling).rejects.toThrow('the disk is full');
  expect(log).toEqual(['write 1']);
});

test('a stream that cannot be closed is incomplete', async () => {
  const stream = new WritableStream<Uint8Array<ArrayBuffer>>({
    close: () => Promise.reject(new Error('no room for the end')),
  });
  await expect(fill(stream, never, async () => {})).rejects.toThrow('no room for the end');
});

test('a locked stream is refused and left alone', async () => {
  const { stream, log } = logged();
  stream.getWriter();
  const filling = fill(stream, never, (sink) => sink.write(bytes(1)));
  await expect(filling).rejects.toMatchObject({ code: 'invalid_option' });
  expect(log).toEqual([]);
});
