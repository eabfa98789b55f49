import { readFileSync } from 'node:fs';
import type { DaytallyElement } from '../../../web/src/element';
import { answers } from '../support/answers';
import { expect, test } from '../support/app';
import { fixture } from '../support/case';
import { holdReads, slow } from '../support/held';
import { folderOf, sampleBytes } from '../support/sample';
import { killWorker, recordWorkers } from '../support/workers';

const damaged = (name: string) => ({
  name: `${name}.parquet`,
  mimeType: '',
  buffer: readFileSync(fixture(name, 'input', 'views.parquet')),
});

test('skips bad files with a reason, and reads the others', { tag: '@chromium' }, async ({
  app,
}) => {
  await app.open();
  const buffer = await sampleBytes(app.page);
  await app.pick([
    { name: 'good.parquet', mimeType: '', buffer },
    { name: 'text.parquet', mimeType: '', buffer: Buffer.from('this is text, not Parquet') },
    { name: 'empty.parquet', mimeType: '', buffer: Buffer.alloc(0) },
    { name: 'cut.parquet', mimeType: '', buffer: buffer.subarray(0, buffer.length / 2) },
    damaged('encrypted_footer'),
    {
      name: 'other.parquet',
      mimeType: '',
      buffer: readFileSync(fixture('missing_viewcount', 'input', 'b.parquet')),
    },
  ]);
  await app.reach('ready');
  const problems = app.page.getByRole('status', { name: 'Problems' });
  await expect(problems).toContainText('4 files skipped');
  for (const name of ['text', 'cut', 'encrypted_footer', 'other']) {
    await expect(problems.getByRole('listitem').filter({ hasText: `${name}.parquet` })).toHaveText(
      /\.$/,
    );
  }
  // An empty file has no rows, but is not a bad file.
  await app.page.getByText('1 file ignored').click();
  await expect(app.page.getByText('empty.parquet')).toBeVisible();
  await app.runs();
  await expect(
    app.page.getByText('4 files were skipped and are missing from every result.'),
  ).toBeVisible();
  expect((await answers(app.page)).tables.monthly?.rows.length).toBeGreaterThan(100);
});

test('skips a file with a damaged page, and reports it above the results', {
  tag: '@chromium',
}, async ({ app }) => {
  await app.open();
  const buffer = await sampleBytes(app.page);
  await app.pick([{ name: 'good.parquet', mimeType: '', buffer }, damaged('corrupt_page')]);
  await app.reach('ready');
  await app.runs();
  await expect(
    app.page.getByText('1 file was skipped and is missing from every result.'),
  ).toBeVisible();
  const problems = app.page.getByRole('status', { name: 'Problems' });
  await expect(problems).toContainText('corrupt_page.parquet: a page cannot be read');
});

test('shows the other results when a sum is too large', { tag: '@chromium' }, async ({ app }) => {
  await app.open();
  await app.drop(fixture('sum_overflow', 'input'));
  await app.reach('ready');
  await app.runs();
  await app.tab('Monthly').click();
  await expect(app.page.getByRole('tabpanel').getByRole('alert')).toContainText('heavy');
  await app.tab('Snapshot').click();
  expect((await app.cells(1))[0]).toBe('1');
});

test('reports that no file can be read', { tag: '@chromium' }, async ({ app }) => {
  await app.open();
  await app.pick([{ name: 'text.parquet', mimeType: '', buffer: Buffer.from('text') }]);
  await app.reach('failed');
  await expect(app.page.getByRole('alert')).toContainText('No readable files');
  await expect(app.page.getByRole('status', { name: 'Problems' })).toContainText('text.parquet');
  await app.sample();
});

test('reports an unknown time zone, and runs after it is corrected', { tag: '@chromium' }, async ({
  app,
}) => {
  await app.open();
  await app.drop(fixture('day_timestamp_us_utc', 'input'));
  await app.reach('ready');
  await app.page.getByLabel('Time zone').fill('Mars/Olympus');
  await app.analyze();
  await app.reach('failed');
  await expect(app.page.getByRole('alert')).toContainText('Mars/Olympus');
  await app.page.getByLabel('Time zone').fill('Asia/Kolkata');
  await app.analyze();
  await app.reach('done');
});

test('reports a worker that dies, replaces it, and runs again', { tag: '@chromium' }, async ({
  app,
}) => {
  await recordWorkers(app.page);
  await holdReads(app.page);
  await app.open();
  const { path, remove } = folderOf(await sampleBytes(app.page), 20);
  await app.drop(path);
  await app.reach('ready');
  await slow(app.page, 500);
  await app.analyze();
  await app.reach('scanning');
  // A worker without work is replaced, and nothing is lost.
  await app.page.waitForFunction(() => {
    const { state } = document.querySelector<DaytallyElement>('day-tally')?.analyzer ?? {};
    return state?.phase === 'scanning' && state.progress.rows > 0;
  });
  await killWorker(app.page, -1);
  await app.reach('failed');
  await slow(app.page, 0);
  await expect(app.page.getByRole('alert')).toContainText('The analysis crashed (out of memory)');
  await app.analyze();
  await app.reach('done');

  await app.page.evaluate(() => {
    const { workers } = window as unknown as { workers: Worker[] };
    workers.at(-1)?.dispatchEvent(new ErrorEvent('error', { message: 'idle' }));
  });
  await app.reach('failed');
  await app.analyze();
  await app.reach('done');
  remove();
});

test('reports a file that was changed after it was chosen', async ({ app }) => {
  await app.open();
  const { path, remove } = folderOf(await sampleBytes(app.page), 1);
  await app.drop(path);
  await app.reach('ready');
  remove();
  await app.analyze();
  await app.reach('failed');
  await expect(app.page.getByRole('alert')).toContainText('part-0.parquet');
  await expect(app.page.getByRole('alert')).toContainText('Choose it again');
});
