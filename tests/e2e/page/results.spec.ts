import { answers } from '../support/answers';
import { expect, test } from '../support/app';
import { fixture } from '../support/case';
import { focused, tabTo } from '../support/focus';
import { hold, holdReads } from '../support/held';

/** The coverage that a run found. */
interface Coverage {
  readonly videoDaysExpected: number;
  readonly videoDaysWithData: number;
}

test('announces what a run found, and its results follow the focus', async ({ app }) => {
  const { page } = app;
  await app.open();
  await app.drop(fixture('codec_snappy_v1', 'input'));
  await app.reach('ready');
  await tabTo(page, 'Analyze');
  await page.keyboard.press('Enter');
  await app.reach('done');
  await expect.poll(() => focused(page)).toMatchObject({ name: 'Analyze again', visible: true });
  await page.locator('day-tally-tiles').getByRole('listitem').first().waitFor();
  await page.keyboard.press('Tab');
  expect((await focused(page)).name).toMatch(/complete/);
  const found = (await answers(page)).diagnostics?.coverage as Coverage;
  const missing = (found.videoDaysExpected - found.videoDaysWithData).toLocaleString('en-US');
  const expected = found.videoDaysExpected.toLocaleString('en-US');
  const status = page.getByRole('status').filter({ hasText: 'Finished.' });
  await expect(status).toContainText(`${missing} of ${expected} video-day`);
  const issues = page.locator('day-tally-issues').getByRole('heading', { level: 2 });
  await expect(status).toContainText((await issues.textContent()) ?? 'issues');
});

test('a link skips the set-up', async ({ app }) => {
  const { page } = app;
  await app.open();
  await app.button('Use sample data').click();
  await app.reach('done');
  // The link is the first stop of the page.
  await page.evaluate(() => {
    document.body.tabIndex = -1;
    document.body.focus();
  });
  await page.keyboard.press('Tab');
  expect(await focused(page)).toMatchObject({ name: 'Skip to results', visible: true });
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page)).toMatchObject({ name: 'Results', visible: true });
});

test('messages about another run do not move the results', { tag: '@chromium' }, async ({
  app,
}) => {
  const { page } = app;
  await holdReads(page);
  await app.open();
  await app.drop(fixture('random_daily', 'input'));
  await app.reach('ready');
  await app.button('Analyze').click();
  await app.reach('done');
  await page.locator('canvas').first().waitFor();
  const top = async () => (await page.locator('day-tally-results').boundingBox())?.y;
  const before = await top();
  await hold(page);
  await app.button('Analyze again').click();
  await expect(page.getByText('Of the earlier run')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Progress' })).toBeVisible();
  expect(await top()).toBe(before);
  await app.button('Cancel').click();
  await app.reach('cancelled');
  await expect(page.getByText('Cancelled. Of the earlier run')).toBeVisible();
});

test('neither a search nor a message about a saved file moves the table', {
  tag: '@chromium',
}, async ({ app }) => {
  const { page } = app;
  await app.removePicker();
  await app.open();
  await app.sample();
  await app.tab('Gaps').click();
  await app.cells(1);
  // A click may scroll to its button.
  const inPage = async () =>
    ((await app.table.boundingBox())?.y ?? 0) + (await page.evaluate(() => scrollY));
  const unsaved = await inPage();
  await page.getByText('Export', { exact: true }).click();
  await app.saves(() => page.getByRole('button', { name: /^CSV/ }).first().click());
  await expect(page.getByText(/^Saved /)).toBeVisible();
  expect(await inPage()).toBeCloseTo(unsaved, 0);
  // On a phone it would cover the end of the page.
  await expect(page.getByText(/^Saved /)).toBeHidden({ timeout: 20_000 });

  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 800 });
    // The tabs stay where they are when the page scrolls.
    const head = page.locator('day-tally-result');
    const top = async () =>
      ((await app.table.boundingBox())?.y ?? 0) - ((await head.boundingBox())?.y ?? 0);
    const before = await top();
    await page.getByLabel('Search channel or video IDs').fill('UC5');
    await expect(page.getByRole('button', { name: 'Clear filter' })).toBeVisible();
    expect(await top()).toBe(before);
    await page.getByRole('button', { name: 'Clear filter' }).click();
  }
});

test('the calendar is a slider of dates beside readable months', {
  tag: ['@chromium', '@slow'],
}, async ({ app }) => {
  const { page } = app;
  await app.open();
  await app.button('Use sample data').click();
  await app.reach('done');
  await app.tab('Gaps').click();
  const [, , video = ''] = await app.cells(1);
  await page.getByLabel('Show a video').fill(video);
  await app.button('Show video').click();
  const slider = page.getByRole('slider', { name: `Days of the video ${video}` });
  await expect(slider).toHaveAttribute('aria-valuemin', '0');
  await expect(slider).toHaveAttribute('aria-valuetext', /^\d{4}-\d\d-\d\d: missing$/);
  const strip = page.locator('day-tally-strip');
  expect(await strip.getByRole('heading', { level: 3 }).count()).toBeGreaterThan(0);
  const lacking = (await answers(page)).tables.gapsDates?.rows.filter((row) => row[1] === video);
  const months = await strip.getByRole('img').all();
  const labels = await Promise.all(months.map((month) => month.getAttribute('aria-label')));
  const missing = labels.map((label) => Number(/(\d+) missing/.exec(label ?? '')?.[1]));
  expect(missing.reduce((sum, days) => sum + days, 0)).toBe(lacking?.length);
  expect(lacking?.length).toBeGreaterThan(0);
});
