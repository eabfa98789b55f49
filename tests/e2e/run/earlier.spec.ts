import type { Locator } from '@playwright/test';
import { answers } from '../support/answers';
import { type App, expect, test } from '../support/app';
import { fixture } from '../support/case';
import { hold, holdReads } from '../support/held';
import { folderOf, sampleBytes } from '../support/sample';

/** The note on results of the sample that another run left. */
function earlier(app: App): Locator {
  return app.page.getByText('Of the earlier run of sample.parquet');
}

/** Expects that the results of the sample are still there, and marked as earlier ones. */
async function expectEarlier(app: App, first: readonly string[]): Promise<void> {
  await expect(earlier(app)).toBeVisible();
  expect(await app.cells(1)).toEqual(first);
}

test('nothing that fails destroys results, which can still be read and saved', {
  tag: '@chromium',
}, async ({ app }) => {
  const { page } = app;
  await app.removePicker();
  await app.open(2);
  await app.sample();
  const rows = (await answers(page)).tables.gapsRanges?.rows ?? [];
  await app.tab('Gaps').click();
  const first = await app.cells(1);

  await app.setUp();
  await page.getByLabel('Time zone').fill('Mars/Olympus');
  await app.button('Analyze again').click();
  await app.reach('failed');
  await expectEarlier(app, first);
  await app.pick([{ name: 'views.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b') }]);
  await app.reach('failed');
  await expectEarlier(app, first);
  await app.drop(fixture('columns_two_count', 'input'));
  await app.reach('questions');
  await expectEarlier(app, first);

  // A filter and an export read rows beyond the first window.
  await app.search.fill(String(rows.at(-1)?.[1]));
  await expect.poll(async () => (await app.cells(1))[2]).toBe(rows.at(-1)?.[1]);
  await app.button('Clear filter').click();
  const { bytes } = await app.saves(() => app.exports('CSV'));
  expect(bytes.toString().trimEnd().split('\r\n')).toHaveLength(rows.length + 1);
  // Outages are those of the results.
  await app.tab('Overview').click();
  await page.getByRole('checkbox', { name: 'Exclude outages from gaps' }).check();
  await expect(page.getByRole('checkbox', { name: 'Exclude outages from gaps' })).toBeEnabled();
  await expect(app.tab('Gaps')).not.toContainText(rows.length.toLocaleString('en-US'));

  await page.getByLabel('Time zone').fill('');
  await app.role('views').selectOption('viewCount');
  await app.reach('ready');
  await app.runs();
  await expect(earlier(app)).toHaveCount(0);
});

test('Cancel keeps the results of the run before', { tag: '@chromium' }, async ({ app }) => {
  await holdReads(app.page);
  await app.open(2);
  const { path, remove } = folderOf(await sampleBytes(app.page), 8);
  await app.sample();
  await app.tab('Monthly').click();
  const first = await app.cells(1);
  await app.drop(path);
  await app.reach('ready');
  await hold(app.page);
  await app.analyze();
  await app.reach('scanning');
  await app.button('Cancel').click();
  await app.reach('cancelled');
  await expectEarlier(app, first);
  await hold(app.page, false);
  await app.runs();
  await expect(earlier(app)).toHaveCount(0);
  await app.outcomeOf(8);
  remove();
});

test('runs beside results leave no workers behind', { tag: '@chromium' }, async ({ app }) => {
  const { page } = app;
  await app.open(2);
  await app.sample();
  const workers = page.workers().length;
  expect(workers).toBeGreaterThan(0);
  await app.sample();
  await expect.poll(() => page.workers().length).toBe(workers);
  await app.runsAgain();
  await expect.poll(() => page.workers().length).toBe(workers);
});
