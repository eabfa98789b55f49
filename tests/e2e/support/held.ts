import type { Page } from '@playwright/test';

/** Enables `hold` and `slow` for a page; call it before the page opens. */
export async function holdReads(page: Page): Promise<void> {
  await page.context().route(/entry-[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    const gate = `{
      const read = Blob.prototype.arrayBuffer;
      let wait = 0;
      const channel = new BroadcastChannel('hold');
      // Other workers post 'started' on the same channel.
      channel.onmessage = ({ data }) => { if (typeof data === 'number') wait = data; };
      channel.postMessage('started');
      Blob.prototype.arrayBuffer = async function () {
        if (wait === Infinity) await new Promise(() => {});
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
        return read.call(this);
      };
    }\n`;
    await route.fulfill({ response, body: gate + (await response.text()) });
  });
}

/** Blocks all reads of the workers, or releases later ones. */
export async function hold(page: Page, held = true): Promise<void> {
  await slow(page, held ? Number.POSITIVE_INFINITY : 0);
}

/** Delays each further read of a worker by some milliseconds. */
export async function slow(page: Page, milliseconds: number): Promise<void> {
  await page.evaluate((now) => {
    const state = window as { gate?: BroadcastChannel; wait?: number };
    state.wait = now;
    if (!state.gate) {
      state.gate = new BroadcastChannel('hold');
      // A worker that starts later requests the current delay.
      state.gate.onmessage = ({ data }) => {
        if (data === 'started') state.gate?.postMessage(state.wait ?? 0);
      };
    }
    state.gate.postMessage(now);
  }, milliseconds);
}
