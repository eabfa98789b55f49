import { readFileSync } from 'node:fs';
import type { Locator } from '@playwright/test';
import { answers } from '../support/answers';
import { type App, expect, test } from '../support/app';
import { fixture, type Table } from '../support/case';

function preview(app: App): Locator {
  return app.page.locator('day-tally-preview');
}

function roleOf(app: App, column: string): Locator {
  return preview(app).getByLabel(`Role of ${column}`, { exact: true });
}

/** Returns the values below a column's head. */
async function valuesOf(app: App, column: string): Promise<string[]> {
  const heads = preview(app).getByRole('columnheader');
  const names = (await heads.locator('code').allTextContents()).map((name) => name.trim());
  const at = names.indexOf(column) + 1;
  const cells = preview(app).locator(`tbody td:nth-child(${at})`);
  await expect(cells.first()).not.toHaveText(/^…?$/);
  const texts = (await cells.allTextContents()).map((text) => text.trim());
  return texts.filter((text) => text !== '');
}

/** Returns a column of a result of a fixture's oracle. */
function expected(name: string, kind: string, column: string): unknown[] {
  const table = JSON.parse(
    readFileSync(fixture(name, 'expected', `${kind}.json`), 'utf8'),
  ) as Table;
  const at = table.columns.findIndex((each) => each.name === column);
  return table.rows.map((row) => row[at]);
}

test('shows first values below the roles of their columns, why they have them, and dates', {
  tag: '@chromium',
}, async ({ app }) => {
  await app.open();
  await app.drop(fixture('codec_snappy_v1', 'input'));
  await app.reach('ready');
  for (const [column, role] of [
    ['channel_id', 'channelId'],
    ['video_id', 'videoId'],
    ['created_date', 'createdDate'],
    ['date', 'date'],
    ['viewCount', 'viewCount'],
  ] as const) {
    await expect(roleOf(app, column)).toHaveValue(role);
    await expect(roleOf(app, column)).toHaveAccessibleDescription('✓ the default name');
    await expect(roleOf(app, column)).toHaveAttribute('aria-invalid', 'false');
  }
  const videos = expected('codec_none_v1', 'snapshot', 'video_id');
  const shown = await valuesOf(app, 'video_id');
  expect(shown.length).toBeGreaterThan(2);
  expect(videos).toEqual(expect.arrayContaining(shown));
  // The date range from the footers.
  await expect(app.page.getByText(/^20\d\d-\d\d-\d\d – 20\d\d-\d\d-\d\d$/)).toBeVisible();

  // Two columns exchange their roles.
  await roleOf(app, 'created_date').selectOption('date');
  await expect(roleOf(app, 'date')).toHaveValue('createdDate');
  await expect(roleOf(app, 'created_date')).toHaveValue('date');
});

test('asks in the headers of columns that could have a role, and runs without it', {
  tag: '@chromium',
}, async ({ app }) => {
  await app.open();
  await app.drop(fixture('columns_two_count', 'input'));
  await app.reach('questions');
  await expect(app.button('Analyze')).toBeDisabled();
  for (const column of ['view_count', 'views']) {
    await expect(roleOf(app, column)).toHaveAttribute('aria-invalid', 'true');
    await expect(roleOf(app, column)).toHaveAccessibleDescription('Views?');
  }
  await roleOf(app, 'view_count').selectOption('viewCount');
  await app.reach('ready');
  await expect(roleOf(app, 'view_count')).toHaveValue('viewCount');
  await expect(roleOf(app, 'views')).toHaveValue('');
  // The other one takes the role.
  await roleOf(app, 'views').selectOption('viewCount');
  await expect(roleOf(app, 'view_count')).toHaveValue('');
  await app.button('Reset to detected').click();
  await app.reach('questions');

  // Without the role, the other results are available.
  await app.button('Continue without: no monthly views, no combined').click();
  await app.reach('ready');
  await expect(preview(app)).toContainText('Views: not used, no monthly views, no combined.');
  await app.button('Analyze').click();
  await app.reach('done');
  const { tables } = await answers(app.page);
  expect(tables.monthly).toBeUndefined();
  expect(tables.gapsRanges?.rows.length).toBe(
    expected('columns_two_count', 'gaps-ranges', 'video_id').length,
  );
});

test('marks the values that cannot be read, and does not start by itself', {
  tag: '@chromium',
}, async ({ app }) => {
  app.starts = true;
  await app.open();
  await app.pick(fixture('unreadable_days_text', 'input', 'a.parquet'));
  await app.reach('ready');
  await expect(roleOf(app, 'date')).toHaveAttribute('aria-invalid', 'true');
  await expect(roleOf(app, 'date')).toHaveAccessibleDescription(/values can be read as dates$/);
  const marked = preview(app).getByRole('cell', { name: /cannot be read$/ });
  expect(await marked.count()).toBeGreaterThan(0);
  for (const text of await marked.allTextContents()) expect(text).not.toMatch(/\d{4}-\d\d/);
  const read = (await valuesOf(app, 'date')).filter((text) => !text.includes('cannot be read'));
  expect(read).toEqual(['2023-01-02', '2023-01-02']);
  await app.page.waitForTimeout(500);
  expect(await app.reach('ready', 'done')).toBe('ready');
});

test('starts a short run by itself and folds the set-up', async ({ app }) => {
  app.starts = true;
  await app.open();
  await app.drop(fixture('codec_snappy_v1', 'input'));
  await app.reach('done');
  await expect(app.page.getByRole('region', { name: 'Set-up' })).toHaveCount(0);
  await app.button('Change').click();
  await expect(roleOf(app, 'date')).toHaveValue('date');
});

test('does not start a run with an open question by itself', { tag: '@chromium' }, async ({
  app,
}) => {
  app.starts = true;
  await app.open();
  await app.drop(fixture('columns_two_count', 'input'));
  await app.reach('questions');
  await expect(app.page.getByRole('region', { name: 'Set-up' })).toBeVisible();
  await roleOf(app, 'views').selectOption('viewCount');
  await app.reach('ready');
  await app.page.waitForTimeout(500);
  expect(await app.reach('ready', 'done')).toBe('ready');
});
