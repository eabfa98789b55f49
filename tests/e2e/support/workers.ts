import type { Page } from '@playwright/test';

/** Records the workers of a page for `killWorker`; call it before the page opens. */
export async function recordWorkers(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const workers: Worker[] = [];
    const Original = Worker;
    Object.assign(window, { workers });
    window.Worker = class extends Original {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        workers.push(this);
      }
    };
  });
}

/** Ends a worker like a browser that runs out of memory; -1 is the newest. */
export async function killWorker(page: Page, at: number): Promise<void> {
  await page.evaluate((at) => {
    const { workers } = window as unknown as { workers: Worker[] };
    const worker = workers.at(at);
    worker?.terminate();
    worker?.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' }));
  }, at);
}
