import type { Page } from '@playwright/test';
import type { DaytallyElement } from '../../web/src/element';
import type { Format, ResultKind } from '../../web/src/types';
import { answers } from './answers';
import { App, expect, test } from './app';
import { privateFiles } from './private_files';
import { folderOf, sampleBytes } from './sample';

/** MiB for each worker: every step of a scan is spilled. */
const tiny = 0.01;

/** A digest of each result in each format, as a download has it. */
async function digests(page: Page): Promise<Record<string, string>> {
  return await page.evaluate(async () => {
    const { analyzer } = document.querySelector<DaytallyElement>('day-tally') as DaytallyElement;
    const { state } = analyzer;
    const kinds: ResultKind[] = state.phase === 'done' ? [...state.outcome.counts.keys()] : [];
    const formats: Format[] = ['parquet', 'csv', 'arrow', 'arrows'];
    const found: Record<string, string> = {};
    for (const kind of kinds) {
      for (const format of formats) {
        const pieces: BlobPart[] = [];
        const write = async (bytes: Uint8Array<ArrayBuffer>) => void pieces.push(bytes);
        await analyzer.export(kind, format, { write });
        const bytes = await new Blob(pieces).arrayBuffer();
        const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
        found[`${kind}.${format}`] = `${bytes.byteLength} ${digest.join()}`;
      }
    }
    return found;
  });
}

/** Answers each call of a method that only workers have with an error of the browser's. */
async function failInWorkers(app: App, method: string, error: string): Promise<void> {
  await app.page.context().route(/entry-[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    const fail = `${method} = () => { throw new DOMException('by the test', '${error}'); };\n`;
    await route.fulfill({ response, body: fail + (await response.text()) });
  });
}

test('gives the same bytes whether it spills or not', async ({ app }) => {
  await app.open();
  const { path, remove } = folderOf(await sampleBytes(app.page), 7);
  await app.drop(path);
  await app.reach('ready');
  await app.runs();
  await expect(app.page.getByText('put on disk meanwhile')).toBeHidden();
  const whole = await digests(app.page);
  expect(Object.keys(whole)).toHaveLength(28);
  // A run that fits into memory needs no private files.
  expect(await privateFiles(app.page)).toEqual([]);

  await app.open(2, tiny);
  await app.drop(path);
  await app.reach('ready');
  await app.runs();
  await expect(app.page.getByText('put on disk meanwhile')).toBeVisible();
  expect(await digests(app.page)).toEqual(whole);
  remove();
});

test('derives other dates from what is on disk', async ({ app }) => {
  await app.open(3);
  await app.button('Try it with sample data').click();
  await app.reach('done');
  const dated = async () => {
    await app.page.getByLabel('Complete up to').fill('2023-03-01');
    await app.button('Apply the dates').click();
    await app.page.getByText('The gaps are now up to 2023-03-01').waitFor();
    return (await answers(app.page)).tables;
  };
  const whole = await dated();
  await app.open(3, tiny);
  await app.button('Try it with sample data').click();
  await app.reach('done');
  expect(await dated()).toEqual(whole);
});

test('keeps on disk what the results need, and nothing longer than them', async ({ app }) => {
  await app.open(2, tiny);
  await app.button('Try it with sample data').click();
  await app.reach('done');
  const kept = (await privateFiles(app.page)).map((path) =>
    path.replace(/^daytally-[^/]*/, 'visit'),
  );
  expect(kept.sort()).toEqual([
    'visit',
    'visit/spill-1',
    'visit/spill-1/results',
    'visit/spill-1/results/0',
    'visit/spill-1/results/1',
  ]);
  // Another run's files are others; those of the first are gone with its results.
  const names = () => privateFiles(app.page).then((all) => all.join());
  await app.button('Run again').click();
  await expect.poll(names).toContain('spill-2/results');
  await app.reach('done');
  await expect.poll(names).not.toContain('spill-1');
  await app.pick([{ name: 'text.parquet', mimeType: '', buffer: Buffer.from('text') }]);
  await app.reach('failed');
  await expect.poll(() => privateFiles(app.page).then((all) => all.join())).not.toContain('spill-');
});

test('removes what a cancelled run has spilled', async ({ app }) => {
  await app.open(2, tiny);
  const { path, remove } = folderOf(await sampleBytes(app.page), 300);
  await app.drop(path);
  await app.reach('ready');
  await app.button('Run').click();
  await expect
    .poll(() => privateFiles(app.page).then((all) => all.join()))
    .toContain('spill-1/runs/');
  await app.button('Cancel').click();
  await app.reach('cancelled');
  await expect.poll(() => privateFiles(app.page).then((all) => all.join())).not.toContain('spill-');
  remove();
});

test('sweeps what closed tabs have left, and nothing of open ones', async ({ app, baseURL }) => {
  await app.open(2, tiny);
  await app.button('Try it with sample data').click();
  await app.reach('done');
  const before = (await privateFiles(app.page)).sort();
  await app.page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const left = await root.getDirectoryHandle('daytally-closed', { create: true });
    await left.getFileHandle('runs', { create: true });
    await root.getDirectoryHandle('of-somebody-else', { create: true });
  });
  const other = new App(await app.page.context().newPage(), baseURL);
  await other.open();
  await expect
    .poll(() => privateFiles(app.page).then((all) => all.sort()))
    .toEqual([...before, 'of-somebody-else'].sort());
  expect((await answers(app.page)).tables.monthly?.rows.length).toBeGreaterThan(100);
  // Once its tab is closed, the first one's are swept as well.
  await app.page.close();
  // A browser lets go of what a tab held some time after it, and files are swept at the beginning.
  await expect(async () => {
    await other.open();
    const swept = expect.poll(() => privateFiles(other.page), { timeout: 1_000 });
    await swept.toEqual(['of-somebody-else']);
  }).toPass();
  expect(other.faults).toEqual([]);
});

for (const { name, method, error, says } of [
  {
    name: 'there are no private files',
    method: 'StorageManager.prototype.getDirectory',
    error: 'SecurityError',
    says: 'no private files',
  },
  {
    name: 'the disk is full',
    method: 'FileSystemSyncAccessHandle.prototype.write',
    error: 'QuotaExceededError',
    says: 'is full',
  },
]) {
  test(`says so when ${name}, and goes on`, async ({ app }) => {
    await failInWorkers(app, method, error);
    await app.open(2, tiny);
    await app.button('Try it with sample data').click();
    await app.reach('failed');
    const alert = app.page.getByRole('alert');
    await expect(alert).toContainText('1 MiB of memory');
    await expect(alert).toContainText(says);
    await expect(alert).toContainText('the command line');
    // With enough memory, private files are not asked for.
    await app.open(2);
    await app.button('Try it with sample data').click();
    await app.reach('done');
  });
}
