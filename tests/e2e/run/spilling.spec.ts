import type { Page } from '@playwright/test';
import type { DaytallyElement } from '../../../web/src/element';
import type { Format, ResultKind } from '../../../web/src/types';
import { answers } from '../support/answers';
import { App, expect, test } from '../support/app';
import { holdReads, slow } from '../support/held';
import { privateFiles } from '../support/private_files';
import { folderOf, sampleBytes } from '../support/sample';

/** MiB for each worker, so small that every step of a scan spills. */
const tiny = 0.01;

/** Returns a digest of each result in each download format. */
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

/** Makes a method that exists only in workers fail with a browser error. */
async function failInWorkers(app: App, method: string, error: string): Promise<void> {
  await app.page.context().route(/entry-[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    const fail = `${method} = () => { throw new DOMException('by the test', '${error}'); };\n`;
    await route.fulfill({ response, body: fail + (await response.text()) });
  });
}

test('results have the same bytes with and without spilling', async ({ app }) => {
  await app.open();
  const { path, remove } = folderOf(await sampleBytes(app.page), 3);
  await app.drop(path);
  await app.reach('ready');
  await app.runs();
  await expect(app.page.getByText('spilled to disk')).toBeHidden();
  const whole = await digests(app.page);
  expect(Object.keys(whole)).toHaveLength(28);
  // A run that fits in memory needs no private files.
  expect(await privateFiles(app.page)).toEqual([]);

  await app.open(2, tiny);
  await app.drop(path);
  await app.reach('ready');
  await app.runs();
  await expect(app.page.getByText('spilled to disk')).toBeVisible();
  expect(await digests(app.page)).toEqual(whole);
  remove();
});

test('applies other dates to state on disk', { tag: '@chromium' }, async ({ app }) => {
  await app.open(3);
  await app.sample();
  const dated = async () => {
    await app.update('End date', '2023-03-01');
    await app.page.getByText('Gaps updated: through 2023-03-01').waitFor();
    return (await answers(app.page)).tables;
  };
  const whole = await dated();
  await app.open(3, tiny);
  await app.sample();
  expect(await dated()).toEqual(whole);
});

test('keeps files on disk only as long as the results that need them', {
  tag: '@chromium',
}, async ({ app }) => {
  await app.open(2, tiny);
  await app.sample();
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
  // A second run has its own files; those of the first are deleted with its results.
  const names = () => privateFiles(app.page).then((all) => all.join());
  await app.runsAgain();
  expect(await names()).toContain('spill-2/results');
  await expect.poll(names).not.toContain('spill-1');
  // The results stay until the next are ready.
  await app.pick([{ name: 'text.parquet', mimeType: '', buffer: Buffer.from('text') }]);
  await app.reach('failed');
  expect(await names()).toContain('spill-2/results');
  expect(await app.page.getByRole('tab').count()).toBeGreaterThan(0);
  await app.sample();
  await expect.poll(names).not.toContain('spill-2');
  expect(await names()).toContain('spill-3/results');
});

test('deletes the files of a cancelled run', async ({ app }) => {
  await holdReads(app.page);
  await app.open(2, tiny);
  const { path, remove } = folderOf(await sampleBytes(app.page), 40);
  await app.drop(path);
  await app.reach('ready');
  await slow(app.page, 250);
  await app.analyze();
  await expect
    .poll(() => privateFiles(app.page).then((all) => all.join()))
    .toContain('spill-1/runs/');
  await app.button('Cancel').click();
  await app.reach('cancelled');
  await expect.poll(() => privateFiles(app.page).then((all) => all.join())).not.toContain('spill-');
  remove();
});

test('deletes files of closed tabs, and none of open ones', async ({ app, baseURL }) => {
  await app.open(2, tiny);
  await app.sample();
  const before = (await privateFiles(app.page)).sort();
  await app.page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const left = await root.getDirectoryHandle('daytally-closed', { create: true });
    await left.getFileHandle('runs', { create: true });
    await root.getDirectoryHandle('other-app', { create: true });
  });
  const other = new App(await app.page.context().newPage(), baseURL);
  await other.open();
  await expect
    .poll(() => privateFiles(app.page).then((all) => all.sort()))
    .toEqual([...before, 'other-app'].sort());
  expect((await answers(app.page)).tables.monthly?.rows.length).toBeGreaterThan(100);
  // After its tab has closed, the files of the first run are deleted too.
  await app.page.close();
  // A browser releases locks some time after a tab closes, and the page deletes files at its start.
  await expect(async () => {
    await other.open();
    const swept = expect.poll(() => privateFiles(other.page), { timeout: 1_000 });
    await swept.toEqual(['other-app']);
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
  test(`reports that ${name}, and runs afterwards`, { tag: '@chromium' }, async ({ app }) => {
    await failInWorkers(app, method, error);
    await app.open(2, tiny);
    await app.openSample();
    await app.reach('failed');
    const alert = app.page.getByRole('alert');
    await expect(alert).toContainText('1 MiB of memory');
    await expect(alert).toContainText(says);
    await expect(alert).toContainText('the command line');
    // With enough memory no private files are used.
    await app.open(2);
    await app.sample();
  });
}
