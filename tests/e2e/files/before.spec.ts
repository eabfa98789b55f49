import { answers } from '../support/answers';
import { expect, test } from '../support/app';
import { fixture } from '../support/case';

const kept = 'daytally.columns';

test('remembers a choice of columns for files with the same columns', async ({ app }) => {
  const { page } = app;
  const restored = page.getByText('Restored from last time');
  await app.open();
  await app.drop(fixture('columns_two_count', 'input'));
  await app.reach('questions');
  await app.role('view_count').selectOption('viewCount');
  await app.reach('ready');
  await expect(restored).toBeHidden();

  await page.reload();
  await page.locator('day-tally [part=page]').waitFor();
  await app.drop(fixture('columns_two_count', 'input'));
  await app.reach('ready');
  await expect(restored).toBeVisible();
  await expect(app.role('view_count')).toHaveValue('viewCount');
  const text = await page.evaluate((name) => localStorage.getItem(name), kept);
  expect(JSON.parse(text ?? '')).toEqual([
    [
      expect.stringMatching(/^[0-9a-f]{16}$/),
      { columns: { viewCount: 'view_count' }, omitRoles: [] },
    ],
  ]);

  await app.button('Reset to detected').click();
  await app.reach('questions');
  await expect(restored).toBeHidden();
  expect(await page.evaluate((name) => localStorage.getItem(name), kept)).toBe('[]');
  // The choice does not apply to files with other columns.
  await app.drop(fixture('codec_snappy_v1', 'input'));
  await app.reach('ready');
  await expect(app.button('Reset to detected')).toBeHidden();
});

test('works if the browser stores nothing', { tag: '@chromium' }, async ({ app }) => {
  await app.page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('denied', 'SecurityError');
      },
    });
  });
  await app.open();
  await app.drop(fixture('columns_two_count', 'input'));
  await app.reach('questions');
  await app.role('view_count').selectOption('viewCount');
  await app.reach('ready');
  await app.runs();
});

test('shows the keys of folder names among the columns', { tag: '@chromium' }, async ({ app }) => {
  await app.open();
  await app.drop(fixture('spark_by_channel', 'input'));
  await app.reach('ready');
  const preview = app.page.getByRole('region', { name: 'Preview' });
  await expect(app.role('channel_id')).toHaveValue('channelId');
  await expect(preview.getByRole('columnheader', { name: 'channel_id' })).toContainText(
    'from folder name',
  );
  // Files are in the order of a run, whatever order a browser lists them in.
  const cells = preview.getByRole('row').nth(1).getByRole('cell');
  await expect(cells).toHaveText(['UCalpha', 'dQw4w9WgXcQ', '2023-01-30', '2023-01-30', '15']);
  const files = preview.getByRole('combobox', { name: 'File' });
  await expect(files.getByRole('option')).toHaveText([
    /channel_id=UCalpha\//,
    /channel_id=UCbeta\//,
    /channel_id=__HIVE_DEFAULT_PARTITION__\//,
  ]);
  await files.selectOption({ index: 2 });
  await expect(cells).toHaveText(['null', 'é', '2023-02-01', '2023-02-02', '1']);
});

test('shows unreadable dates before a run, and offers matching formats', {
  tag: '@chromium',
}, async ({ app }) => {
  await app.open();
  await app.drop(fixture('unreadable_days_first', 'input'));
  await app.reach('ready');
  const date = app.role('date');
  await expect(date).toHaveAccessibleDescription(/^None of \d+ values can be read as dates$/);
  await expect(app.button('%m/%d/%Y (2023-01-04)')).toBeVisible();
  await app.button('%d/%m/%Y (2023-04-01)').click();
  await app.reach('ready');
  await expect(date).not.toHaveAccessibleDescription(/can be read/);
  await app.runs();
  const { tables } = await answers(app.page);
  expect(tables.monthly?.rows).toEqual([['UCa', 'v1', '2023-04', '25']]);
  expect(tables.gapsRanges?.rows.map(([, , , first, last]) => [first, last])).toEqual([
    ['2023-04-03', '2023-04-03'],
    ['2023-04-05', '2023-04-17'],
  ]);
});
