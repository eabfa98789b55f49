import type { Page } from '@playwright/test';
import { App, test as base, expect } from '../support/app';
import { axe, expectNothing } from '../support/axe';
import { fixture } from '../support/case';
import { holdReads, slow } from '../support/held';
import { Host } from '../support/host';
import { folderOf, sampleBytes } from '../support/sample';

/** A page served by the test's host, which has the fixtures too. */
const test = base.extend<{ host: Host; there: App }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern.
  host: async ({}, use) => {
    const host = await Host.start();
    await use(host);
    await host.stop();
  },
  there: async ({ page, host }, use) => {
    const app = new App(page, host.url);
    await use(app);
    expect(app.faults).toEqual([]);
  },
});

/** Returns the parameters of the page's URL that a link has. */
function link(page: Page): Record<string, string> {
  const { workers: _, autorun: __, ...rest } = Object.fromEntries(new URL(page.url()).searchParams);
  return rest;
}

const search = (app: App) => app.page.getByRole('searchbox', { name: /^Search/ });
const from = (app: App) => app.page.getByLabel(/: from$/);
const note = (app: App) => app.page.getByRole('complementary', { name: 'Link' });

test('the URL has what is shown, and Back and Forward restore it', async ({ app }) => {
  const { page } = app;
  await app.open();
  await app.sample();
  expect(link(page)).toEqual({});
  const tiles = page.locator('day-tally-tiles');
  await tiles
    .getByRole('button', { name: /stopped|complete/ })
    .first()
    .click();
  await expect(app.tab('Gaps')).toHaveAttribute('aria-selected', 'true');
  await page.goBack();
  await expect(app.tab('Overview')).toHaveAttribute('aria-selected', 'true');
  await app.tab('Gaps').click();
  await app.form('By day');
  await from(app).fill('2022-11-01');
  await app.page.getByRole('button', { name: /^Missing date/ }).click();
  const sorted = { tab: 'gaps', form: 'day', from: '2022-11-01', sort: 'missing_date' };
  await expect.poll(() => link(page)).toEqual(sorted);
  // An id is never in the URL, but Back restores it.
  await search(app).fill('UC');
  await app.tab('Monthly').click();
  await expect.poll(() => link(page)).toEqual({ tab: 'monthly' });

  await page.goBack();
  await expect(app.tab('Gaps')).toHaveAttribute('aria-selected', 'true');
  await expect(search(app)).toHaveValue('UC');
  await expect(from(app)).toHaveValue('2022-11-01');
  expect(link(page)).toEqual(sorted);
  await page.goBack();
  await expect(from(app)).toHaveValue('');
  await expect(search(app)).toHaveValue('');
  await page.goBack();
  await expect(page.getByRole('button', { name: 'By gap', pressed: true })).toBeVisible();
  await page.goBack();
  await expect(app.tab('Overview')).toHaveAttribute('aria-selected', 'true');
  await page.goForward();
  await page.goForward();
  await page.goForward();
  await expect(from(app)).toHaveValue('2022-11-01');
  await expect(page.getByRole('columnheader', { name: /^Missing date/ })).toHaveAttribute(
    'aria-sort',
    'ascending',
  );
  await expect(search(app)).toHaveValue('UC');
});

test('a link shows the same rows after the page was loaded again', { tag: '@chromium' }, async ({
  app,
}) => {
  const { page } = app;
  await app.open();
  await app.sample();
  await app.tab('Gaps').click();
  await app.within('2022-11-01', '2022-11-30');
  await page.getByRole('button', { name: /^Days/ }).click();
  await app.page.getByText(/rows match/).waitFor();
  const first = async () => [await app.cells(1), await app.cells(2)];
  // The rows are fetched after their number is shown.
  await expect(async () => expect((await first())[0]).toHaveLength(8)).toPass();
  const rows = await first();
  await page.reload();
  await app.sample();
  await expect(app.tab('Gaps')).toHaveAttribute('aria-selected', 'true');
  await app.page.getByText(/rows match/).waitFor();
  await expect(async () => expect(await first()).toEqual(rows)).toPass();
  // Numbers are sorted in descending order first.
  expect(link(page)).toMatchObject({ sort: '-days' });
});

test('the order of channels is in the link, and Back restores their search', {
  tag: ['@chromium', '@slow'],
}, async ({ app }) => {
  const { page } = app;
  await app.open();
  await app.sample();
  await app.tab('Channels').click();
  const view = page.locator('day-tally-channels');
  const views = view.getByRole('columnheader', { name: /^Views/ });
  await views.getByRole('button').click();
  await expect.poll(() => link(page)).toEqual({ tab: 'channels', sort: 'views' });
  const found = view.getByRole('searchbox');
  await found.fill('UC');
  await view.getByTitle('Show its gaps').first().click();
  await expect(app.tab('Gaps')).toHaveAttribute('aria-selected', 'true');
  expect(link(page)).toEqual({ tab: 'gaps' });
  await page.goBack();
  await expect(found).toHaveValue('UC');
  await expect(views).toHaveAttribute('aria-sort', 'descending');
  await views.getByRole('button').click();
  await expect.poll(() => link(page)).toEqual({ tab: 'channels', sort: '-views' });
  await page.reload();
  await app.sample();
  await expect(views).toHaveAttribute('aria-sort', 'ascending');
  await expect(found).toHaveValue('');
});

test('invalid parameters are removed and named', { tag: '@chromium' }, async ({ app }) => {
  const { page } = app;
  await page.addInitScript(axe);
  app.query = '&tab=gaps&from=2023-02-30&sort=views&outage-share=2&timezone=Mars/X';
  await app.open();
  await expect(note(app)).toContainText('from, sort, timezone, outage-share');
  expect(link(page)).toEqual({ tab: 'gaps' });
  await expectNothing(app, 'a note about a link');
  await app.button('Dismiss').click();
  await expect(note(app)).toHaveCount(0);
});

test('thresholds and dates are in the link and in the run', { tag: '@chromium' }, async ({
  app,
}) => {
  const { page } = app;
  app.query = '&end-date=2023-03-31&timezone=Asia/Tokyo&outage-share=0.5&exclude-outages=1';
  await app.open();
  await app.sample();
  const options = await page.evaluate(() => {
    const { state } = document.querySelector('day-tally')?.analyzer ?? {};
    return state?.phase === 'done' ? state.outcome.options : undefined;
  });
  expect(options).toMatchObject({
    endDate: '2023-03-31',
    timezone: 'Asia/Tokyo',
    outageShare: 0.5,
    excludeOutages: true,
  });
  const box = page.getByLabel('Exclude outages from gaps');
  await expect(box).toBeChecked();
  await box.uncheck();
  await expect.poll(() => link(page)).not.toHaveProperty('exclude-outages');
  expect(link(page)).toMatchObject({ 'outage-share': '0.5', 'end-date': '2023-03-31' });
});

test('a video is in the URL only of a copied link', { tag: ['@chromium', '@slow'] }, async ({
  app,
}) => {
  const { page } = app;
  await app.open();
  await app.sample();
  await app.tab('Gaps').click();
  const [, , video = ''] = await app.cells(1);
  await app.table.locator('.link').first().click();
  const drawer = page.getByRole('dialog');
  await expect(drawer.getByRole('heading', { name: video })).toBeVisible();
  expect(page.url()).not.toContain(video);
  if (!app.inFirefox) {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  }
  await drawer.getByRole('button', { name: 'Copy link' }).click();
  await expect(drawer.getByText('Copied.')).toBeVisible();
  const made = await page.evaluate((id) => {
    const results = document
      .querySelector('day-tally')
      ?.shadowRoot?.querySelector('day-tally-results');
    return (results as unknown as { linkTo(video: string): string }).linkTo(id);
  }, video);
  if (!app.inFirefox) {
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(made);
  }
  await page.goBack();
  await expect(drawer).toBeHidden();
  await page.goForward();
  await expect(drawer.getByRole('heading', { name: video })).toBeVisible();
  await drawer.getByRole('button', { name: 'Close' }).click();
  await expect(drawer).toBeHidden();
  await expect(app.tab('Gaps')).toHaveAttribute('aria-selected', 'true');

  await page.goto(made);
  await app.sample();
  await expect(drawer.getByRole('heading', { name: video })).toBeVisible();
  expect(link(page)).toEqual({ tab: 'gaps', video });
  await drawer.getByRole('button', { name: 'Close' }).click();
  await expect.poll(() => link(page)).toEqual({ tab: 'gaps' });
});

test('?src= opens URLs, and opened URLs are in the link', async ({ host, there }) => {
  const { page } = there;
  const [url = ''] = host.urls('random_mixed');
  const all = host.urls('random_mixed').map((each) => `&src=${encodeURIComponent(each)}`);
  there.query = `${all.join('')}&tab=gaps`;
  await there.open();
  await there.reach('ready');
  expect(new URL(page.url()).searchParams.getAll('src')).toEqual(host.urls('random_mixed'));
  await there.runs();
  await expect(there.tab('Gaps')).toHaveAttribute('aria-selected', 'true');
  await there.sample();
  expect(new URL(page.url()).searchParams.getAll('src')).toEqual([]);
  for (const [entered, kept] of [
    [url, [url]],
    [`${url}?sig=secret`, []],
  ] as const) {
    await there.openOther();
    await there.button('Open URL').click();
    await page.getByLabel('Parquet URLs').fill(entered);
    await there.button('Open').click();
    await there.reach('ready');
    expect(new URL(page.url()).searchParams.getAll('src')).toEqual(kept);
  }
});

test('the version of a table is in the link while its URL is', { tag: '@chromium' }, async ({
  host,
  there,
}) => {
  const { page } = there;
  await there.open();
  const src = `${host.url}tables/page/a%20table/`;
  const goto = (version: string) => {
    const query = new URLSearchParams({
      workers: '2',
      autorun: 'no',
      src,
      'table-version': version,
    });
    return page.goto(`${host.url}?${query}`);
  };
  const menu = page.locator('day-tally-tables').getByLabel('Delta version');
  await goto('3');
  await there.reach('ready');
  await expect(menu).toHaveValue('3');
  expect(link(page)).toEqual({ src, 'table-version': '3' });
  await menu.selectOption('4');
  await expect.poll(() => link(page)).toEqual({ src, 'table-version': '4' });
  await page.reload();
  await there.reach('ready');
  await expect(menu).toHaveValue('4');
  await there.runs();
  await there.tab('Gaps').click();
  expect(link(page)).toEqual({ src, 'table-version': '4', tab: 'gaps' });

  await goto('9');
  await there.reach('failed');
  await expect(page.getByRole('alert')).toContainText('the table has no version 9');
  await there.button('Open newest version').click();
  await there.reach('ready');
  await expect(menu).toHaveValue('5');
  expect(link(page)).toEqual({ src });
  await goto('1.5');
  await expect(note(there)).toContainText('It was removed: table-version');
  await there.reach('ready');
  await expect(menu).toHaveValue('5');
  await menu.selectOption('2');
  await expect.poll(() => link(page)).toEqual({ src, 'table-version': '2' });
  await there.sample();
  expect(link(page)).toEqual({});
});

test('leaving results that cannot be restored is confirmed', { tag: '@slow' }, async ({
  host,
  there,
}) => {
  const { page } = there;
  /** Whether the page confirms that it is left. Playwright’s Firefox shows no such dialog. */
  const asks = () =>
    page.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true })));
  const [url = ''] = host.urls('codec_none_v1');
  await there.open();
  await there.sample();
  expect(await asks()).toBe(false);
  await there.pick(fixture('codec_none_v1', 'input', 'views.parquet'));
  await there.reach('ready');
  await there.runs();
  expect(await asks()).toBe(true);
  if (!there.inFirefox) {
    page.once('dialog', (dialog) => dialog.dismiss());
    await page.reload({ timeout: 2_000 }).catch(() => {});
    await there.drop(fixture('codec_none_v1', 'input', 'views.parquet'));
    await there.reach('ready');
    await there.runs();
    // The browser has a handle of the dropped file.
    expect(await asks()).toBe(false);
  }
  await page.goto(`${host.url}?src=${encodeURIComponent(url)}&autorun=no`);
  await there.reach('ready');
  await there.runs();
  expect(await asks()).toBe(false);
});

test('leaving during an export is confirmed', { tag: ['@chromium', '@slow'] }, async ({ app }) => {
  const { page } = app;
  await app.removePicker();
  await holdReads(page);
  await app.open();
  const { path, remove } = folderOf(await sampleBytes(page), 20);
  await app.drop(path);
  await app.reach('ready');
  await app.runs();
  await app.tab('Combined').click();
  await app.cells(1);
  await slow(page, 1_000);
  await app.exports('CSV');
  await app.button('Cancel export').waitFor();
  const dialogs: string[] = [];
  page.on('dialog', async (dialog) => {
    dialogs.push(dialog.type());
    await dialog.dismiss();
  });
  await page.reload({ timeout: 2_000 }).catch(() => {});
  expect(dialogs).toEqual(['beforeunload']);
  await app.button('Cancel export').click();
  await page.getByText(/^Cancelled: /).waitFor();
  await slow(page, 0);
  await page.reload();
  expect(dialogs).toEqual(['beforeunload']);
  remove();
});
