import type { Locator, Page } from '@playwright/test';
import { type App, expect, test } from '../support/app';
import { fixture } from '../support/case';
import { generated } from '../support/generated';
import { type Numbers, numbersOf } from './duckdb';

const numbers = new Intl.NumberFormat('en-US');
const grouped = (number: number | bigint) => numbers.format(number);
const dayText = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);
const dayNumber = (text: string) => Date.parse(`${text}T00:00:00Z`) / 86_400_000;
const whole = (text = '') => Number(text.replaceAll(',', ''));

test('the numbers of 60,000 rows are those of DuckDB', {
  tag: ['@chromium', '@slow'],
}, async ({ app }) => {
  // In several row groups, so that some can be excluded from the search for a video.
  const { path, remove } = generated(60_000, 'clustered', 400, 8_192);
  try {
    const found = numbersOf(path);
    await app.open();
    await app.pick(path);
    await expectNumbers(app, found);
    await expect(app.page.getByText(/^\s*Read from [1-7] of 8 row groups/)).toBeVisible();
  } finally {
    remove();
  }
});

for (const name of ['random_mixed', 'random_daily', 'several_channels', 'many_row_groups']) {
  const slow = ['random_daily', 'several_channels'].includes(name);
  const tag = slow ? ['@chromium', '@slow'] : ['@chromium'];
  test(`the numbers of ${name} are those of DuckDB`, { tag }, async ({ app }) => {
    await app.open();
    await app.drop(fixture(name, 'input'));
    await expectNumbers(app, numbersOf(`${fixture(name, 'input')}/**/*.parquet`));
  });
}

async function expectNumbers(app: App, found: Numbers): Promise<void> {
  await app.reach('ready');
  await app.runs();
  await expectTiles(app.page, found);
  await expectCharts(app.page, found);
  await expectHeat(app.page, found);
  await app.tab('Channels').click();
  await expectChannels(app.page, found);
  await expectVideo(app.page, found);
}

async function expectTiles(page: Page, found: Numbers): Promise<void> {
  const tile = (id: string) => page.locator(`day-tally-tiles #${id}`);
  const missing = found.expected - found.withData;
  await expect(tile('complete')).toContainText(
    `${grouped(missing)} of ${grouped(found.expected)} video-days missing`,
  );
  await expect(tile('gaps').locator('strong')).toHaveText(grouped(found.listingsWithGaps));
  await expect(tile('gaps')).toContainText(`Of ${grouped(found.listings)} video`);
  await expect(tile('outages').locator('strong')).toHaveText(grouped(found.outages.length));
  await expect(tile('stopped').locator('strong')).toHaveText(grouped(found.stopped));
  await expect(tile('newest').locator('strong')).toHaveText(dayText(found.last));
  const peak = found.months.reduce((highest, month) =>
    BigInt(month[1]) > BigInt(highest[1]) ? month : highest,
  );
  await expect(tile('peak')).toContainText(`views in ${peak[0]}`);
}

async function expectCharts(page: Page, found: Numbers): Promise<void> {
  const chart = (title: string) =>
    page.locator('day-tally-plot').filter({ has: page.getByRole('heading', { name: title }) });
  const runs = await shown(chart('Missing data by day'));
  const days = runs.flatMap(([first = '', last = '', missing, active]) => {
    const from = dayNumber(first);
    const length = dayNumber(last) - from + 1;
    return Array.from({ length }, (_, at) => [from + at, whole(active), whole(missing)]);
  });
  expect(days).toEqual(found.days);
  expect(await shown(chart('Views per month'))).toEqual(
    found.months.map(([month, views]) => [month, grouped(BigInt(views))]),
  );
  expect(await shown(chart('Gap length'))).toEqual(
    found.gapLengths.map(([days, gaps]) => [grouped(days), grouped(gaps)]),
  );
}

async function expectHeat(page: Page, found: Numbers): Promise<void> {
  const rows = await shown(page.locator('day-tally-heat'));
  let [expectedDays, missingDays] = [0, 0];
  for (const [channel, first = '', last = '', missing, expected] of rows) {
    const [from, to] = [dayNumber(first), dayNumber(last)];
    const within = found.cells.filter(([id, day]) => {
      return (id ?? 'null') === channel && day >= from && day <= to;
    });
    const sum = (at: 2 | 3) => within.reduce((all, cell) => all + cell[at], 0);
    expect([whole(expected), whole(missing)], `${channel} ${first}`).toEqual([sum(2), sum(3)]);
    expectedDays += whole(expected);
    missingDays += whole(missing);
  }
  // No day is omitted, because there are fewer channels than a heat map shows.
  expect(found.channels.length).toBeLessThan(40);
  const sum = (at: 2 | 3) => found.cells.reduce((all, cell) => all + cell[at], 0);
  expect([expectedDays, missingDays]).toEqual([sum(2), sum(3)]);
}

async function expectChannels(page: Page, found: Numbers): Promise<void> {
  const view = page.locator('day-tally-channels');
  const table = view.getByRole('region', { name: 'Channels' });
  const line = ([id, videos, views, expected, missing, gaps]: Numbers['channels'][number]) => [
    id ?? 'null',
    expected > 0 ? percentText(missing / expected) : '–',
    `${grouped(missing)} of ${grouped(expected)}`,
    grouped(gaps),
    grouped(videos),
    grouped(BigInt(views)),
  ];
  // Nulls are first, then ids by their bytes.
  const byId = [...found.channels].sort((a, b) =>
    Buffer.compare(Buffer.from(a[0] ?? ''), Buffer.from(b[0] ?? '')),
  );
  const byMissing = [...byId].sort((a, b) => b[4] - a[4]);
  await expect(table.locator('tbody tr')).toHaveCount(found.channels.length);
  expect(await rowsOf(table)).toEqual(byMissing.map(line));
  await table.getByRole('button', { name: 'Views' }).click();
  await expect(table.locator('[aria-sort=descending]')).toContainText('Views');
  const byViews = [...byId].sort((a, b) => Number(BigInt(b[2]) - BigInt(a[2])));
  await expect(async () => expect(await rowsOf(table)).toEqual(byViews.map(line))).toPass();

  const longest = new Map(
    found.longest.map(([channel, video, days]) => [`${channel} ${video}`, days]),
  );
  const lacking = await rowsOf(view.getByRole('region', { name: 'Videos with the longest gaps' }));
  const lengths = lacking.map(([video, channel, , days]) => {
    expect(whole(days), video).toBe(longest.get(`${channel} ${video}`));
    return whole(days);
  });
  const all = found.longest.map(([, , days]) => days).sort((a, b) => b - a);
  expect(lengths).toEqual(all.slice(0, 200));
}

async function expectVideo(page: Page, found: Numbers): Promise<void> {
  await page.getByRole('searchbox', { name: 'Show a video' }).fill(found.video);
  await page.getByRole('button', { name: 'Show video' }).click();
  const view = page.locator('day-tally-video-views');
  await expect(view).toContainText('Read from');
  expect(await shown(view.locator('day-tally-plot'))).toEqual(
    found.views.map(([day, rows, views]) => [
      dayText(day),
      views === null ? 'no count' : grouped(BigInt(views)),
      grouped(rows),
    ]),
  );
}

/** Opens the numbers of a chart and returns their texts. */
async function shown(chart: Locator): Promise<string[][]> {
  await chart.getByText('Show data').click();
  const region = chart.getByRole('region');
  await expect(region.getByText(/^The first/)).toHaveCount(0);
  return await rowsOf(region);
}

async function rowsOf(table: Locator): Promise<string[][]> {
  await table.locator('tbody tr').first().waitFor();
  return await table.locator('tbody tr').evaluateAll((rows) => {
    return rows.map((row) => [...row.children].map((cell) => cell.textContent?.trim() ?? ''));
  });
}

function percentText(share: number): string {
  const percent = share < 1 ? Math.min(share * 100, 99.9) : share * 100;
  return `${percent.toFixed(1)} %`;
}
