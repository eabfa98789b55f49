import type { Page } from '@playwright/test';
import { generated } from '../support/generated';
import { killWorker, recordWorkers } from '../support/workers';
import {
  expect,
  expectCounts,
  fetchEnds,
  openWithProvider,
  startFetch,
  test,
  videosOf,
} from './provider';

// About 250 videos.
const data = generated(25_000, 'clustered', 100);
test.afterAll(() => data.remove());

/** Returns a script that makes a method fail with a browser error while `fails` enables it. */
function failing(object: string, method: string, error: string): string {
  return `{
    const channel = new BroadcastChannel('disk');
    let failing = false;
    channel.onmessage = ({ data }) => { failing = data; };
    const original = ${object}.prototype.${method};
    ${object}.prototype.${method} = function (...given) {
      if (failing) throw new DOMException('by the test', '${error}');
      return original.apply(this, given);
    };
  }\n`;
}

/** Enables or disables the failure that `failing` installed. */
async function fails(page: Page, now: boolean): Promise<void> {
  await page.evaluate((now) => {
    const channel = new BroadcastChannel('disk');
    channel.postMessage(now);
    channel.close();
  }, now);
}

test('a full disk stops a job before its next request', { tag: '@chromium' }, async ({
  app,
  host,
  page,
  provider,
}) => {
  host.workersBegin = failing('FileSystemSyncAccessHandle', 'write', 'QuotaExceededError');
  provider.options.latency = 200;
  await openWithProvider(app, data.path, provider);
  await page.getByLabel('Batch size').fill('5');
  await startFetch(app);
  await expect.poll(() => provider.record.answered.size).toBeGreaterThan(20);
  await fails(page, true);
  await expect(
    page.getByText(/Stopped: the answers cannot be saved .*Free some disk, then resume/),
  ).toBeVisible();
  const calls = provider.record.calls.length;
  await page.waitForTimeout(1_000);
  expect(provider.record.calls.length).toBe(calls);
  await fails(page, false);
  await app.button('Resume').click();
  await fetchEnds(page);
  await expectCounts(page, await videosOf(page));
  expect(provider.record.repeatedIds).toEqual([]);
});

test('a job without private files warns that answers are lost with the tab', async ({
  app,
  host,
  page,
  provider,
}) => {
  host.workersBegin = failing('StorageManager', 'getDirectory', 'SecurityError');
  provider.options.latency = 100;
  await openWithProvider(app, data.path, provider);
  await fails(page, true);
  await startFetch(app);
  await expect(page.getByText('Answers cannot be stored here.')).toBeVisible();
  await fetchEnds(page);
  await expectCounts(page, await videosOf(page));
  expect(provider.record.repeatedIds).toEqual([]);
});

test('a worker that dies during a fetch is replaced, and its ledger is used again', {
  tag: '@chromium',
}, async ({ app, page, provider }) => {
  await recordWorkers(page);
  provider.options.latency = 200;
  await openWithProvider(app, data.path, provider);
  await page.getByLabel('Batch size').fill('5');
  await page.getByLabel('Parallel requests').fill('2');
  await startFetch(app);
  await expect.poll(() => provider.record.answered.size).toBeGreaterThan(30);
  await killWorker(page, 0);
  await app.reach('failed');
  await expect(page.getByRole('alert').first()).toContainText('The analysis crashed');
  provider.options.latency = 0;
  await app.runs();
  await app.tab('Snapshot').click();
  await startFetch(app);
  await fetchEnds(page);
  await expectCounts(page, await videosOf(page));
  expect(provider.record.repeatedIds.length).toBeLessThanOrEqual(2 * 5);
});

test('a damaged ledger can be saved and deleted', { tag: '@chromium' }, async ({
  app,
  page,
  provider,
}) => {
  provider.options.latency = 300;
  await openWithProvider(app, data.path, provider);
  await page.getByLabel('Batch size').fill('5');
  await startFetch(app);
  await expect.poll(() => provider.record.answered.size).toBeGreaterThan(10);
  await app.button('Stop').click();
  await expect(page.getByRole('radio', { name: /^Resume \(/ })).toBeVisible();
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
  await openWithProvider(app, data.path, provider);
  await expect(
    page.getByText('Export or delete the saved answers, or import others.'),
  ).toBeVisible();
  await expect(app.button('Fetch counts')).toHaveAttribute('aria-disabled', 'true');
  const saved = await app.saves(() => app.button('Export saved answers').click());
  expect(saved.bytes.toString()).toBe('garbage\n');
  await app.button('Delete saved answers').click();
  await expect(app.button('Delete saved answers')).toBeHidden();
  await startFetch(app);
  await fetchEnds(page);
  await expectCounts(page, await videosOf(page));
});
