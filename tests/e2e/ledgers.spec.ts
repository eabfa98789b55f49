import type { Page } from '@playwright/test';
import { generated } from './generated';
import { asks, expect, expectCounts, finishes, opens, test, videosOf } from './provider';
import { killWorker, recordWorkers } from './workers';

// Some 250 videos.
const data = generated(100_000, 'clustered');
test.afterAll(() => data.remove());

/** A script that lets a method fail with an error of the browser's, while `fails` says so. */
function failing(object: string, method: string, error: string): string {
  return `{
    const channel = new BroadcastChannel('disk');
    let failing = false;
    channel.onmessage = ({ data }) => { failing = data; };
    const own = ${object}.prototype.${method};
    ${object}.prototype.${method} = function (...given) {
      if (failing) throw new DOMException('by the test', '${error}');
      return own.apply(this, given);
    };
  }\n`;
}

/** Whether what `failing` was told of fails from now on. */
async function fails(page: Page, now: boolean): Promise<void> {
  await page.evaluate((now) => {
    const channel = new BroadcastChannel('disk');
    channel.postMessage(now);
    channel.close();
  }, now);
}

test('a disk that is full stops a job before it asks for more', async ({
  app,
  host,
  page,
  provider,
}) => {
  host.workersBegin = failing('FileSystemSyncAccessHandle', 'write', 'QuotaExceededError');
  provider.options.latency = 200;
  await opens(app, data.path, provider);
  await page.getByLabel('Videos in a call').fill('5');
  await asks(app);
  await expect.poll(() => provider.record.answered.size).toBeGreaterThan(20);
  await fails(page, true);
  await expect(
    page.getByText(/Stopped: the ledger of answers can’t be written .*free some disk, then go on/),
  ).toBeVisible();
  const calls = provider.record.calls.length;
  await page.waitForTimeout(1_000);
  expect(provider.record.calls.length).toBe(calls);
  await fails(page, false);
  await app.button('Go on').click();
  await finishes(page);
  await expectCounts(page, await videosOf(page));
  expect(provider.record.repeatedIds).toEqual([]);
});

test('where there are no private files, a job says that its tab must stay', async ({
  app,
  host,
  page,
  provider,
}) => {
  host.workersBegin = failing('StorageManager', 'getDirectory', 'SecurityError');
  provider.options.latency = 100;
  await opens(app, data.path, provider);
  await fails(page, true);
  await asks(app);
  await expect(page.getByText(/what is answered is lost with the tab/)).toBeVisible();
  await finishes(page);
  await expectCounts(page, await videosOf(page));
  expect(provider.record.repeatedIds).toEqual([]);
});

test('a worker that dies while it asks is replaced, and its ledger goes on', async ({
  app,
  page,
  provider,
}) => {
  await recordWorkers(page);
  provider.options.latency = 200;
  await opens(app, data.path, provider);
  await page.getByLabel('Videos in a call').fill('5');
  await page.getByLabel('Calls at a time').fill('2');
  await asks(app);
  await expect.poll(() => provider.record.answered.size).toBeGreaterThan(30);
  await killWorker(page, 0);
  await app.reach('failed');
  await expect(page.getByRole('alert').first()).toContainText('stopped unexpectedly');
  provider.options.latency = 0;
  await app.button('Run').click();
  await app.reach('done');
  await asks(app);
  await finishes(page);
  await expectCounts(page, await videosOf(page));
  expect(provider.record.repeatedIds.length).toBeLessThanOrEqual(2 * 5);
});

test('saved answers that cannot be read can be saved and deleted', async ({
  app,
  page,
  provider,
}) => {
  provider.options.latency = 300;
  await opens(app, data.path, provider);
  await page.getByLabel('Videos in a call').fill('5');
  await asks(app);
  await expect.poll(() => provider.record.answered.size).toBeGreaterThan(10);
  await app.button('End').click();
  await expect(page.getByText('Go on with it')).toBeVisible();
  await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('daytally_ledgers');
    for await (const handle of folder.values()) {
      const stream = await (handle as FileSystemFileHandle).createWritable();
      await stream.write('garbage\n');
      await stream.close();
    }
  });
  provider.options.latency = 0;
  await opens(app, data.path, provider);
  await expect(page.getByText('Delete the saved answers, or load others')).toBeVisible();
  await expect(app.button('Ask the YouTube Data API')).toHaveAttribute('aria-disabled', 'true');
  const saved = await app.saves(() => app.button('Save the ledger').click());
  expect(saved.bytes.toString()).toBe('garbage\n');
  await app.button('Delete the saved answers').click();
  await expect(page.getByText('Delete the saved answers')).toBeHidden();
  await asks(app);
  await finishes(page);
  await expectCounts(page, await videosOf(page));
});
