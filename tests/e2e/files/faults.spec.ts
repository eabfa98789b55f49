import { rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/app';
import { generated } from '../support/generated';
import { holdReads, slow } from '../support/held';
import { monthlyRows, nextRunWorks } from '../support/next_run';
import { privateFiles } from '../support/private_files';
import { folderOf, sampleBytes } from '../support/sample';

/** Makes a folder of hard links to one file, and a last file that can be changed alone. */
function folderWithOwnLast(sample: Buffer, files: number) {
  const folder = folderOf(sample, files - 1);
  const last = join(folder.path, 'zz-last.parquet');
  writeFileSync(last, sample);
  return { ...folder, last };
}

const changes: Record<string, (path: string, sample: Buffer) => void> = {
  removed: (path) => rmSync(path),
  'cut short': (path) => truncateSync(path, statSync(path).size / 2),
  rewritten: (path, sample) => {
    writeFileSync(path, Buffer.from(sample).fill(7, 100, 200));
    utimesSync(path, new Date(), new Date(Date.now() + 5_000));
  },
};

for (const [how, change] of Object.entries(changes)) {
  const tag = how === 'cut short' ? ['@chromium'] : [];
  test(`a file that is ${how} while it is read is reported, and can be chosen again`, {
    tag,
  }, async ({ app }) => {
    await holdReads(app.page);
    await app.open(2);
    const sample = await sampleBytes(app.page);
    const { path, last, remove } = folderWithOwnLast(sample, 16);
    await app.drop(path);
    await app.reach('ready');
    await slow(app.page, 2_000);
    await app.analyze();
    await app.reach('scanning');
    change(last, sample);
    await slow(app.page, 0);
    // Firefox does not detect the rewrite; the pages are invalid, so the file is skipped.
    if (!(app.inFirefox && how === 'rewritten')) {
      await app.reach('failed');
      const alert = app.page.getByRole('alert');
      await expect(alert).toContainText('zz-last.parquet cannot be read: ');
      await expect(alert).toContainText('Choose it again');
      // The other files are unchanged.
      await app.button('Skip this file and analyze').click();
    }
    await app.reach('done');
    await expect(
      app.page.getByText('1 file was skipped and is missing from every result.'),
    ).toBeVisible();
    writeFileSync(last, sample);
    await app.drop(path);
    await app.reach('ready');
    await app.runs();
    await app.outcomeOf(16);
    remove();
  });
}

test('a file that is changed after the run is reported when it is read again', async ({ app }) => {
  await app.open(2);
  await app.page.evaluate(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  const sample = await sampleBytes(app.page);
  const { path, last, remove } = folderWithOwnLast(sample, 3);
  await app.drop(path);
  await app.reach('ready');
  await app.runs();
  const before = await monthlyRows(app.page);
  await app.outcomeOf(3);
  changes[app.inFirefox ? 'cut short' : 'rewritten']?.(last, sample);
  await app.tab('Combined').click();
  for (const format of ['CSV', 'Parquet']) {
    await app.exports(format);
    const alert = app.page.getByRole('alert').filter({ hasText: 'Could not save' });
    await expect(alert).toContainText('zz-last.parquet cannot be read: ', { timeout: 20_000 });
    await expect(alert).toContainText('Choose it again');
  }
  // Results in memory are unaffected.
  await app.tab('Monthly').click();
  const { bytes } = await app.saves(() => app.exports('CSV'));
  expect(bytes.toString().trim().split('\n').length).toBe(before.length + 1);
  writeFileSync(last, sample);
  await app.drop(path);
  await app.reach('ready');
  await app.runs();
  expect(await monthlyRows(app.page)).toEqual(before);
  await app.outcomeOf(3);
  remove();
});

/** Limits the memory of a module to `more` pages of 64 KiB beyond its initial size. */
function withLimit(module: Buffer, more: number): Buffer {
  const number = (at: number): [value: number, next: number] => {
    let value = 0;
    for (let shift = 0, i = at; ; shift += 7, i += 1) {
      const byte = module[i] ?? 0;
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return [value, i + 1];
    }
  };
  const leb = (value: number): number[] =>
    value < 128 ? [value] : [(value % 128) + 128, ...leb(Math.floor(value / 128))];
  for (let at = 8; at < module.length; ) {
    const id = module[at];
    const [size, start] = number(at + 1);
    // The section has one memory; a flag says whether it has a limit.
    const [initial] = number(start + 2);
    if (id === 5) {
      const limited = [1, 1, ...leb(initial), ...leb(initial + more)];
      const section = Buffer.from([5, ...leb(limited.length), ...limited]);
      return Buffer.concat([module.subarray(0, at), section, module.subarray(start + size)]);
    }
    at = start + size;
  }
  throw new Error('the module has no memory');
}

test('running out of WebAssembly memory is reported, and the next run works', async ({ app }) => {
  await app.page.context().route(/\.wasm$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: withLimit(await response.body(), 96) });
  });
  const many = generated(600_000, 'clustered', 2);
  try {
    await app.open(2);
    await app.pick(many.path);
    await app.reach('ready');
    await app.analyze();
    await app.reach('failed');
    const alert = app.page.getByRole('alert');
    await expect(alert).toContainText(/Out of memory: a worker could not grow beyond \d+ MiB/);
    await expect(alert).toContainText('open fewer files, or use the command line.');
    await expect(app.page.getByRole('tab')).toHaveCount(0);
    await nextRunWorks(app);
  } finally {
    many.remove();
  }
});

test('a worker that gets no memory at its start is reported', { tag: '@chromium' }, async ({
  app,
}) => {
  await app.page.context().route(/entry-[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    const gate = `{
      const channel = new BroadcastChannel('free');
      let free = false;
      channel.onmessage = () => { free = true; };
      const { Instance } = WebAssembly;
      WebAssembly.Instance = function (...given) {
        if (!free) throw new RangeError('WebAssembly.Instance(): Out of memory');
        return new Instance(...given);
      };
      channel.postMessage('started');
    }\n`;
    await route.fulfill({ response, body: gate + (await response.text()) });
  });
  await app.open(2);
  await app.openSample();
  await app.reach('failed');
  await expect(app.page.getByRole('alert')).toContainText('Out of memory');
  await app.page.context().unroute(/entry-[^/]*\.js$/);
  await nextRunWorks(app);
});

/** The steps of saving a file, each of which fails if the disk is full. */
const steps = ['createWritable', 'write', 'close'] as const;

/** What the save picker's file has been given, and the step that fails, until it is ''. */
interface Target {
  fails: (typeof steps)[number] | '';
  aborted: number;
  saved: string;
}

/** Installs a save picker whose file fails like a full disk. */
async function failingTarget(page: Page) {
  await page.addInitScript(() => {
    const full = () => Promise.reject(new DOMException('no room', 'QuotaExceededError'));
    const target: Target = { fails: '', aborted: 0, saved: '' };
    const showSaveFilePicker = async () => ({
      async createWritable() {
        if (target.fails === 'createWritable') return await full();
        let text = '';
        return {
          async write(bytes: Uint8Array<ArrayBuffer>) {
            text += new TextDecoder().decode(bytes);
            if (target.fails === 'write') await full();
          },
          async close() {
            if (target.fails === 'close') await full();
            target.saved = text;
          },
          async abort() {
            target.aborted += 1;
          },
        };
      },
    });
    Object.assign(window, { target, showSaveFilePicker });
  });
}

test('a full disk during a download is reported', { tag: '@chromium' }, async ({ app, page }) => {
  await failingTarget(page);
  await app.open(2);
  await nextRunWorks(app);
  const rows = await monthlyRows(page);
  await app.tab('Monthly').click();
  const target = (change: Partial<Target> = {}) =>
    page.evaluate((change) => {
      return Object.assign((window as unknown as { target: Target }).target, change);
    }, change);
  for (const step of steps) {
    await target({ fails: step, aborted: 0, saved: '' });
    await app.exports('CSV');
    const alert = page.getByRole('alert');
    await expect(alert, step).toHaveText(
      /^Could not save \S+_monthly_\S+\.csv\. The disk is full.*\(no room\)\. Free some, then save it again\.$/,
    );
    const aborted = step === 'createWritable' ? 0 : 1;
    expect(await target(), step).toMatchObject({ saved: '', aborted });
    await target({ fails: '' });
    await app.exports('CSV');
    await expect(alert).toHaveCount(0);
    await expect
      .poll(async () => (await target()).saved.trim().split('\n').length)
      .toBe(rows.length + 1);
    await page.getByText(/Saved \S+_monthly_/).waitFor({ timeout: 20_000 });
  }
});

test('a download that fails because private files are full leaves no file', {
  tag: '@chromium',
}, async ({ app }) => {
  await app.page.addInitScript(() => {
    Reflect.deleteProperty(window, 'showSaveFilePicker');
    if (!('FileSystemWritableFileStream' in window)) return; // about:blank in Firefox
    const { write } = FileSystemWritableFileStream.prototype;
    let full = true;
    Object.assign(window, {
      free: () => {
        full = false;
      },
    });
    FileSystemWritableFileStream.prototype.write = function (...given) {
      if (full) return Promise.reject(new DOMException('no room', 'QuotaExceededError'));
      return write.apply(this, given);
    };
  });
  await app.open(2);
  await nextRunWorks(app);
  await app.tab('Monthly').click();
  await app.exports('CSV');
  await expect(app.page.getByRole('alert')).toContainText('The disk is full');
  const left = (await privateFiles(app.page)).filter((path) => path.includes('/'));
  expect(left).toEqual([]);
  await app.page.evaluate(() => (window as unknown as { free(): void }).free());
  const { bytes } = await app.saves(() => app.exports('CSV'));
  expect(bytes.length).toBeGreaterThan(1000);
});

test('the private file of a download is deleted after the browser has copied it', async ({
  app,
}) => {
  const { page } = app;
  await page.clock.install();
  await app.removePicker();
  await app.open(2);
  await nextRunWorks(app);
  await app.tab('Monthly').click();
  await app.saves(() => app.exports('CSV'));
  const saved = async () => (await privateFiles(page)).filter((path) => path.endsWith('.csv'));
  expect(await saved()).toHaveLength(1);
  await page.clock.fastForward('10:00');
  await expect.poll(saved).toEqual([]);
});
