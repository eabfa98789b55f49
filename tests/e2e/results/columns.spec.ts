import type { Locator } from '@playwright/test';
import { type App, expect, test } from '../support/app';
import { focused } from '../support/focus';
import { exportFormats, inOrder, save } from './in_order';

/** The button that unfolds the columns of the shown result. */
function button(app: App): Locator {
  return app.page.locator('day-tally-result summary').filter({ hasText: /^Columns/ });
}

/** Shows or hides columns of the shown result. */
async function toggle(app: App, ...titles: string[]): Promise<void> {
  const menu = app.page.getByRole('group', { name: 'Columns' });
  if (!(await menu.isVisible())) await button(app).click();
  for (const title of titles) await menu.getByLabel(title, { exact: true }).click();
  await button(app).press('Escape');
  await expect(menu).toBeHidden();
}

/** The titles of the shown columns, after that of the row numbers. */
async function heads(app: App): Promise<string[]> {
  const texts = await app.table.getByRole('columnheader').allTextContents();
  return texts.slice(1).map((text) => text.replace(/[▲▼]/, '').trim());
}

const all = ['Channel ID', 'Video ID', 'Upload date', 'Gap start', 'Gap end', 'Days', 'Kind'];

test.beforeEach(async ({ app }) => {
  await app.removePicker();
});

test('columns are hidden and shown by keyboard, each table its own', { tag: '@chromium' }, async ({
  app,
}) => {
  const { page } = app;
  await app.open();
  await app.sample();
  await app.tab('Gaps').click();
  await app.cells(1);
  expect(await heads(app)).toEqual(all);
  await button(app).focus();
  await page.keyboard.press('Enter');
  const box = (title: string) => page.getByRole('checkbox', { name: title, exact: true });
  await box('Upload date').focus();
  await page.keyboard.press('Space');
  await box('Kind').focus();
  await page.keyboard.press('Space');
  await expect(button(app)).toHaveText('Columns (5 of 7)');
  const shown = all.filter((title) => title !== 'Upload date' && title !== 'Kind');
  await expect.poll(() => heads(app)).toEqual(shown);
  expect(new URL(page.url()).searchParams.get('hide')).toBe('created_date kind');
  expect((await app.cells(1)).length).toBe(1 + shown.length);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('group', { name: 'Columns' })).toBeHidden();
  expect((await focused(page)).name).toBe('Columns (5 of 7)');

  // The choice belongs to its table.
  await app.form('By day');
  await expect(button(app)).toHaveText('Columns');
  expect(new URL(page.url()).searchParams.get('hide')).toBeNull();
  await app.form('By gap');
  await expect(button(app)).toHaveText('Columns (5 of 7)');

  // The last column stays.
  await toggle(app, 'Channel ID', 'Gap start', 'Gap end', 'Days');
  await expect.poll(() => heads(app)).toEqual(['Video ID']);
  await button(app).click();
  await expect(box('Video ID')).toBeDisabled();
  await button(app).click();
  await toggle(app, ...all.filter((title) => title !== 'Video ID'));
  await expect(button(app)).toHaveText('Columns');
  await expect.poll(() => heads(app)).toEqual(all);
});

test('a link has the hidden columns', { tag: '@chromium' }, async ({ app }) => {
  app.query = '&tab=gaps&sort=-days&hide=kind+channel_id';
  await app.open();
  await app.sample();
  await app.cells(1);
  const shown = ['Video ID', 'Upload date', 'Gap start', 'Gap end', 'Days'];
  await expect.poll(() => heads(app)).toEqual(shown);
  await expect(button(app)).toHaveText('Columns (5 of 7)');
});

test(
  'exports have the shown columns in the shown order',
  { tag: '@chromium' },
  async ({ app }, info) => {
    test.slow();
    await app.open();
    await app.sample();
    await app.tab('Gaps').click();
    const whole = await save(app, info, 'CSV', 'whole.csv');
    // The order remains that of a hidden column.
    await app.table.getByRole('columnheader', { name: 'Days' }).getByRole('button').click();
    await toggle(app, 'Upload date', 'Days', 'Channel ID');
    const columns = ['video_id', 'gap_start', 'gap_end', 'kind'];
    for (const [label, format] of exportFormats) {
      const sorted = await save(app, info, label, `some.${format}`);
      const checked = await inOrder(whole, sorted, 'days', 'desc', columns);
      expect(checked, format).toMatchObject({ rows: checked.whole, wrong: 0 });
      expect(checked.moved).toBeGreaterThan(checked.whole / 2);
    }
    await app.exportMenu();
    await app.page.getByRole('checkbox', { name: /^Ignore order and hidden columns/ }).check();
    const again = await save(app, info, 'CSV', 'again.csv');
    expect(await inOrder(whole, again, 'channel_id', 'asc')).toMatchObject({ wrong: 0, moved: 0 });
  },
);

test(
  'lists and rows of the input are exported without hidden columns',
  {
    tag: '@chromium',
  },
  async ({ app }, info) => {
    test.slow();
    await app.open();
    await app.sample();
    for (const [tab, title, columns] of [
      ['Gaps', 'Video ID', ['channel_id', 'created_date', 'missing_dates']],
      ['Combined', 'Upload date', ['channel_id', 'video_id', 'date', 'viewCount']],
    ] as const) {
      await app.tab(tab).click();
      if (tab === 'Gaps') await app.form('By video');
      const whole = await save(app, info, 'CSV', `${tab}.csv`);
      await toggle(app, title);
      // Row groups of the input, which have all columns, cannot be copied into this file.
      for (const [label, format] of exportFormats.slice(2)) {
        const file = await save(app, info, label, `${tab}-some.${format}`);
        const checked = await inOrder(whole, file, 'rn', 'asc', columns);
        expect(checked, format).toMatchObject({ rows: checked.whole, moved: 0, wrong: 0 });
      }
    }
  },
);
