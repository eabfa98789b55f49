import { parquetWriteBuffer } from 'hyparquet-writer';
import { type App, expect, test } from '../support/app';
import { fixture } from '../support/case';

const matching = (app: App) => app.page.getByRole('searchbox', { name: /^Search .*video IDs$/ });

test('a filter without matches leads back to all rows', { tag: '@chromium' }, async ({ app }) => {
  await app.open();
  await app.sample();
  await app.tab('Gaps').click();
  const first = await app.cells(1);
  await matching(app).fill('no such id');
  await expect(app.page.getByText('No rows match.')).toBeVisible();
  await expect(app.table).toBeHidden();
  await app.button('Clear filters').click();
  expect(await app.cells(1)).toEqual(first);
  await expect(matching(app)).toBeFocused();
});

test('data without gaps is named as complete', { tag: '@chromium' }, async ({ app }) => {
  const dates = ['2023-01-01', '2023-01-02', '2023-01-03'];
  const text = (name: string, data: string[]) => ({ name, data, type: 'STRING' as const });
  const bytes = parquetWriteBuffer({
    columnData: [
      text('channel_id', ['c', 'c', 'c']),
      text('video_id', ['v', 'v', 'v']),
      text('created_date', Array(3).fill('2023-01-01')),
      text('date', dates),
      { name: 'viewCount', data: [1n, 2n, 3n], type: 'INT64' },
    ],
  });
  await app.open();
  await app.pick([{ name: 'whole.parquet', mimeType: '', buffer: Buffer.from(bytes) }]);
  await app.runs();
  await app.tab('Gaps').click();
  for (const form of ['By day', 'By video', 'By gap'] as const) {
    await app.form(form);
    await expect(app.page.getByText('No missing days through 2023-01-03.')).toBeVisible();
  }
});

test('data without rows is an issue, and no chart waits for it', { tag: '@chromium' }, async ({
  app,
}) => {
  await app.open();
  await app.drop(fixture('empty_file', 'input'));
  await app.reach('ready');
  await app.analyze();
  await app.reach('done');
  await expect(app.page.getByRole('heading', { name: 'The data has no rows.' })).toBeVisible();
  await expect(app.page.getByText('have gaps')).toHaveCount(0);
  await expect(app.page.getByText('There are no views.')).toBeVisible();
  await expect(app.page.getByText('Adding up')).toHaveCount(0);
});
