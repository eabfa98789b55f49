import type { Page } from '@playwright/test';
import { App, expect, test } from '../support/app';
import { axe, expectNothing } from '../support/axe';
import { Host } from '../support/host';
import { folderOf, sampleBytes } from '../support/sample';

/** Lets the pickers return private files, whose handles the browser stores like a user's. */
async function answerPicker(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const root = () => navigator.storage.getDirectory();
    Object.assign(window, {
      showOpenFilePicker: async () => [await (await root()).getFileHandle('mine.parquet')],
      showDirectoryPicker: async () => (await root()).getDirectoryHandle('folder'),
    });
  });
}

/** Writes the sample to private files: one, and two in a folder. */
async function writeFiles(app: App): Promise<void> {
  const sample = (await sampleBytes(app.page)).toString('base64');
  await app.page.evaluate(async (text) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('folder', { create: true });
    for (const [place, name] of [
      [root, 'mine.parquet'],
      [folder, 'a.parquet'],
      [folder, 'b.parquet'],
    ] as const) {
      const file = await (await place.getFileHandle(name, { create: true })).createWritable();
      await file.write(bytes);
      await file.close();
    }
  }, sample);
}

/** Waits until the browser has stored an entry of this name as the latest one. */
async function kept(app: App, name: string): Promise<void> {
  await app.reach('ready');
  const first = app.page.locator('.last-files li').first();
  await first.getByText(name, { exact: true }).first().waitFor({ state: 'attached' });
}

const last = (app: App) => app.page.getByRole('region', { name: 'Last opened' });

test.describe('in a browser with file handles', { tag: '@chromium' }, () => {
  test.beforeEach(async ({ app }) => {
    await answerPicker(app.page);
    await app.open();
    await writeFiles(app);
  });

  test('the last files are offered until they are cleared', async ({ app }) => {
    const { page } = app;
    await expect(last(app)).toBeHidden();
    await app.button('Choose files').click();
    await kept(app, 'mine.parquet');
    await page.addInitScript(axe);
    await page.reload();
    await expect(last(app).getByRole('button', { name: 'mine.parquet' })).toBeVisible();
    await expectNothing(app, 'last files');
    await last(app).getByRole('button', { name: 'mine.parquet' }).click();
    await app.reach('ready');
    await app.runs();
    await page.reload();
    await app.button('Choose folder').click();
    await kept(app, 'folder');
    await page.reload();
    // The latest first, and each once.
    await expect(last(app).getByRole('listitem')).toHaveText([
      /^\s*folder\s+folder/,
      /^\s*mine.parquet\s+file/,
    ]);
    await last(app).getByRole('button', { name: 'folder' }).click();
    await app.reach('ready');
    await expect(page.getByRole('region', { name: 'Open data' })).toContainText('2 files');
    await page.reload();
    await last(app).getByRole('button', { name: 'Clear' }).click();
    await expect(last(app)).toBeHidden();
    await page.reload();
    await app.button('Choose files').waitFor();
    await expect(last(app)).toBeHidden();
  });

  test('dropped folders are offered too', async ({ app }) => {
    const { path, remove } = folderOf(await sampleBytes(app.page), 2);
    await app.drop(path);
    await kept(app, 'many');
    await app.page.reload();
    await expect(last(app).getByRole('listitem')).toHaveText(/^\s*many\s+folder/);
    remove();
  });

  test('a denied permission is reported, and the page stays', async ({ app }) => {
    const { page } = app;
    await app.button('Choose files').click();
    await kept(app, 'mine.parquet');
    await page.addInitScript(() => {
      Object.assign(FileSystemHandle.prototype, {
        queryPermission: async () => 'prompt',
        requestPermission: async () => 'denied',
      });
    });
    await page.reload();
    await last(app).getByRole('button', { name: 'mine.parquet' }).click();
    await expect(last(app)).toContainText('does not allow this page to read mine.parquet');
    await expect(app.button('Choose files')).toBeVisible();
  });

  test('a deleted file is named', async ({ app }) => {
    const { page } = app;
    await app.button('Choose files').click();
    await kept(app, 'mine.parquet');
    await page.reload();
    await page.evaluate(async () => {
      await (await navigator.storage.getDirectory()).removeEntry('mine.parquet');
    });
    await last(app).getByRole('button', { name: 'mine.parquet' }).click();
    await app.reach('failed');
    await expect(page.getByRole('alert').filter({ hasText: 'mine.parquet' })).toBeVisible();
  });

  test('invalid files are not kept, and a cancelled picker changes nothing', async ({ app }) => {
    const { page } = app;
    await page.evaluate(() => {
      const refuse = () => Promise.reject(new DOMException('cancelled', 'AbortError'));
      Object.assign(window, { showOpenFilePicker: refuse });
    });
    await app.button('Choose files').click();
    await expect(last(app)).toBeHidden();
    await page.evaluate(async () => {
      const root = await navigator.storage.getDirectory();
      const handle = await root.getFileHandle('notes.parquet', { create: true });
      const file = await handle.createWritable();
      await file.write('not a Parquet file');
      await file.close();
      Object.assign(window, { showOpenFilePicker: async () => [handle] });
    });
    await app.button('Choose files').click();
    await app.reach('failed');
    await page.reload();
    await app.button('Choose files').waitFor();
    await expect(last(app)).toBeHidden();
  });
});

test('URLs are offered, except signed ones', { tag: '@chromium' }, async ({ page }) => {
  const host = await Host.start();
  const there = new App(page, host.url);
  await there.open();
  const [url = ''] = host.urls('random_mixed');
  for (const entered of [`${url}?sig=secret`, url]) {
    await there.openOther();
    await there.button('Open URL').click();
    await page.getByLabel('Parquet URLs').fill(entered);
    await there.button('Open').click();
    await there.reach('ready');
  }
  await kept(there, new URL(url).pathname.split('/').at(-1) ?? '');
  await page.goto(`${host.url}?workers=2&autorun=no`);
  await expect(last(there).getByRole('listitem')).toHaveText([/URL\s*$/]);
  await last(there).getByRole('listitem').getByRole('button').click();
  await there.reach('ready');
  expect(new URL(page.url()).searchParams.getAll('src')).toEqual([url]);
  expect(there.faults).toEqual([]);
  await host.stop();
});

test('browsers without file handles show no list', async ({ app }) => {
  await app.page.addInitScript(() => {
    delete (window as { showOpenFilePicker?: unknown }).showOpenFilePicker;
  });
  await app.open();
  const bytes = await sampleBytes(app.page);
  await app.pick([{ name: 'views.parquet', mimeType: '', buffer: bytes }]);
  await app.reach('ready');
  await app.page.reload();
  await app.button('Choose files').waitFor();
  await expect(app.page.getByText('Last opened')).toHaveCount(0);
});
