import type { Page } from '@playwright/test';

/** Lets `hold` and `slow` keep the workers of a page from reading; call it before it is opened. */
export async function holdReads(page: Page): Promise<void> {
  await page.context().route(/entry-[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    const gate = `{
      const read = Blob.prototype.arrayBuffer;
      let wait = 0;
      const channel = new BroadcastChannel('hold');
      // Other workers ask on the same channel.
      channel.onmessage = ({ data }) => { if (typeof data === 'number') wait = data; };
      channel.postMessage('asked');
      Blob.prototype.arrayBuffer = async function () {
        if (wait === Infinity) await new Promise(() => {});
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
        return read.call(this);
      };
    }\n`;
    await route.fulfill({ response, body: gate + (await response.text()) });
  });
}

/** From now on what workers read never comes, or comes again. */
export async function hold(page: Page, held = true): Promise<void> {
  await slow(page, held ? Number.POSITIVE_INFINITY : 0);
}

/** From now on each read of a worker takes some milliseconds longer. */
export async function slow(page: Page, milliseconds: number): Promise<void> {
  await page.evaluate((now) => {
    const own = window as { gate?: BroadcastChannel; wait?: number };
    own.wait = now;
    if (!own.gate) {
      own.gate = new BroadcastChannel('hold');
      // A worker that is started later asks how it stands.
      own.gate.onmessage = ({ data }) => {
        if (data === 'asked') own.gate?.postMessage(own.wait ?? 0);
      };
    }
    own.gate.postMessage(now);
  }, milliseconds);
}
