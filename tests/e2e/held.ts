import type { Page } from '@playwright/test';

/** Lets `hold` keep the workers of a page from reading; call it before the page is opened. */
export async function holdReads(page: Page): Promise<void> {
  await page.context().route(/entry-[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    const gate = `{
      const read = Blob.prototype.arrayBuffer;
      let held = false;
      const channel = new BroadcastChannel('hold');
      // Other workers ask on the same channel.
      channel.onmessage = ({ data }) => { if (typeof data === 'boolean') held = data; };
      channel.postMessage('asked');
      Blob.prototype.arrayBuffer = function () {
        return held ? new Promise(() => {}) : read.call(this);
      };
    }\n`;
    await route.fulfill({ response, body: gate + (await response.text()) });
  });
}

/** From now on what workers read never comes, or comes again. */
export async function hold(page: Page, held = true): Promise<void> {
  await page.evaluate((now) => {
    const own = window as { gate?: BroadcastChannel; held?: boolean };
    own.held = now;
    if (!own.gate) {
      own.gate = new BroadcastChannel('hold');
      // A worker that is started later asks how it stands.
      own.gate.onmessage = ({ data }) => {
        if (data === 'asked') own.gate?.postMessage(own.held === true);
      };
    }
    own.gate.postMessage(now);
  }, held);
}
