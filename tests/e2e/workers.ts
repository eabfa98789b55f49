import type { Page } from '@playwright/test';

/** Lets `killWorker` find the workers of a page; call it before the page is opened. */
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

/** Ends a worker as a browser does that has no memory left for it; -1 is the youngest. */
export async function killWorker(page: Page, at: number): Promise<void> {
  await page.evaluate((at) => {
    const { workers } = window as unknown as { workers: Worker[] };
    const worker = workers.at(at);
    worker?.terminate();
    worker?.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' }));
  }, at);
}
