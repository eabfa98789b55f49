import type { Page } from '@playwright/test';

/** Enables `hold` and `slow` for a page; call it before the page opens. */
export async function holdReads(page: Page): Promise<void> {
  await page.context().route(/entry-[^/]*\.js$/, async (route) => {
    // After a test, its page may still start workers.
    const response = await route.fetch().catch(() => undefined);
    if (!response) return;
    const gate = `{
      const { arrayBuffer, stream } = Blob.prototype;
      let wait = 0;
      const channel = new BroadcastChannel('hold');
      // Other workers post 'started' on the same channel.
      channel.onmessage = ({ data }) => {
        if (typeof data !== 'number') return;
        wait = data;
        channel.postMessage('heard');
      };
      channel.postMessage('started');
      const waits = async () => {
        if (wait === Infinity) await new Promise(() => {});
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      };
      Blob.prototype.arrayBuffer = async function () {
        await waits();
        return arrayBuffer.call(this);
      };
      Blob.prototype.stream = function () {
        const bytes = stream.call(this);
        const getReader = bytes.getReader.bind(bytes);
        bytes.getReader = (options) => {
          const reader = getReader(options);
          const read = reader.read.bind(reader);
          reader.read = async (...into) => {
            await waits();
            return read(...into);
          };
          return reader;
        };
        return bytes;
      };
    }\n`;
    const script = await response.text().catch(() => undefined);
    if (script !== undefined) await route.fulfill({ response, body: gate + script });
  });
}

/** Blocks all later reads of the workers, or releases them. */
export async function hold(page: Page, held = true): Promise<void> {
  await slow(page, held ? Number.POSITIVE_INFINITY : 0);
}

/** Delays each later read of a worker by some milliseconds. */
export async function slow(page: Page, milliseconds: number): Promise<void> {
  const workers = page.workers().length;
  await page.evaluate(
    ([now, workers]) => {
      const state = window as { gate?: BroadcastChannel; wait?: number; heard?: () => void };
      state.wait = now;
      if (!state.gate) {
        state.gate = new BroadcastChannel('hold');
        state.gate.onmessage = ({ data }) => {
          // A worker that starts later requests the current delay.
          if (data === 'started') state.gate?.postMessage(state.wait ?? 0);
          if (data === 'heard') state.heard?.();
        };
      }
      // A broadcast may arrive after a later message of the page. A worker that has ended is silent.
      const all = new Promise<void>((resolve) => {
        let silent = workers;
        state.heard = () => {
          silent -= 1;
          if (silent <= 0) resolve();
        };
        if (workers === 0) resolve();
        setTimeout(resolve, 2_000);
      });
      state.gate.postMessage(now);
      return all;
    },
    [milliseconds, workers] as const,
  );
}
