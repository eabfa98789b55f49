import { answers } from '../support/answers';
import { expect, test } from '../support/app';
import { fixture } from '../support/case';

const kept = 'daytally.columns';

test('asks for a missing column with examples of values, and remembers the choice', async ({
  app,
}) => {
  const { page } = app;
  await app.open();
  await app.drop(fixture('columns_two_count', 'input'));
  await app.reach('questions');
  const dialog = page.getByRole('dialog', { name: 'Which column is it?' });
  await expect(dialog).toBeVisible();
  const choices = dialog.getByRole('group').getByRole('radio');
  await expect(choices).toHaveCount(3);
  const views = dialog.getByRole('radio', { name: /^\s*views\b/ });
  const viewCount = dialog.getByRole('radio', { name: /^\s*view_count\b/ });
  // Compared with the values that hyparquet reads.
  await expect(views).toHaveAccessibleName(/int64/);
  await expect(viewCount).toHaveAccessibleName(/\d+, \d+/);
  await expect(app.button('Use this column')).toBeDisabled();

  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(app.button('Run')).toBeDisabled();
  await app.button('Choose by their values…').focus();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Space');
  await expect(dialog.getByRole('radio', { checked: true })).toHaveCount(1);
  await viewCount.check();
  await app.button('Use this column').click();
  await expect(dialog).toBeHidden();
  await app.reach('ready');
  await expect(page.getByLabel('Views', { exact: true })).toHaveValue('view_count');
  await expect(page.getByText('as you chose last time')).toBeHidden();

  await page.reload();
  await page.getByRole('heading', { name: 'Daytally' }).waitFor();
  await app.drop(fixture('columns_two_count', 'input'));
  await app.reach('ready');
  await expect(page.getByText('as you chose last time')).toBeVisible();
  await expect(dialog).toBeHidden();
  await expect(page.getByLabel('Views', { exact: true })).toHaveValue('view_count');
  const text = await page.evaluate((name) => localStorage.getItem(name), kept);
  expect(JSON.parse(text ?? '')).toEqual([
    [
      expect.stringMatching(/^[0-9a-f]{16}$/),
      { columns: { viewCount: 'view_count' }, leaveOut: [] },
    ],
  ]);

  await app.button('Reset to detected').click();
  await app.reach('questions');
  await expect(page.getByText('as you chose last time')).toBeHidden();
  expect(await page.evaluate((name) => localStorage.getItem(name), kept)).toBe('[]');
  // The choice does not apply to files with other columns.
  await app.drop(fixture('codec_snappy_v1', 'input'));
  await app.reach('ready');
  await expect(app.button('Reset to detected')).toBeHidden();
});

test('works if the browser stores nothing', async ({ app }) => {
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
  await app.page.getByRole('radio', { name: /^\s*view_count\b/ }).check();
  await app.button('Use this column').click();
  await app.reach('ready');
  await app.runs();
  await expect(app.page.getByText(/A run takes/)).toBeHidden();
});

test('shows the contents of every column, including hive keys', async ({ app }) => {
  await app.open();
  await app.drop(fixture('spark_by_channel', 'input'));
  await app.reach('ready');
  await expect(app.page.locator('#channelId-why')).toContainText('hive folder');
  await expect(app.page.locator('#date-why')).toContainText('the default name · date');
  await app.button('Compare values…').click();
  const dialog = app.page.getByRole('dialog');
  await expect(dialog.getByRole('group')).toHaveCount(5);
  const channel = dialog.getByRole('group', { name: /^Channel/ });
  await expect(channel.getByRole('radio', { name: /channel_id/ })).toBeChecked();
  await expect(channel.getByRole('radio', { name: /channel_id/ })).toHaveAccessibleName(/UC\w+/);
  const day = dialog.getByRole('group', { name: /^Day/ });
  await expect(day.getByRole('radio', { checked: true })).toHaveAccessibleName(
    /date.*20\d\d-\d\d-\d\d/,
  );
  await app.button('Not now').click();
  await expect(dialog).toBeHidden();
  await expect(app.button('Compare values…')).toBeFocused();
});

test('shows the date range from the footers', async ({ app }) => {
  await app.open(2);
  await app.drop(fixture('codec_snappy_v1', 'input'));
  await app.reach('ready');
  await expect(app.page.getByText(/20\d\d-\d\d-\d\d to 20\d\d-\d\d-\d\d, \d+ days/)).toBeVisible();
});

test('shows unreadable dates before a run, and offers matching formats', async ({ app }) => {
  await app.open();
  await app.drop(fixture('unreadable_days_first', 'input'));
  await app.reach('ready');
  const why = app.page.locator('#date-why');
  await expect(why).toContainText('can be read as a date: 01/04/2023, 02/04/2023');
  await expect(app.button('%m/%d/%Y (2023-01-04)')).toBeVisible();
  await app.button('%d/%m/%Y (2023-04-01)').click();
  await app.reach('ready');
  await expect(why).not.toContainText('can be read');
  await app.runs();
  const { tables } = await answers(app.page);
  expect(tables.monthly?.rows).toEqual([['UCa', 'v1', '2023-04', '25']]);
  expect(tables.gapsRanges?.rows.map(([, , , first, last]) => [first, last])).toEqual([
    ['2023-04-03', '2023-04-03'],
    ['2023-04-05', '2023-04-17'],
  ]);
});
