import { cpSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { dayText } from '../../../web/src/day';
import type { Coverage } from '../../../web/src/types';
import { answers, runWith } from '../support/answers';
import { expect, test } from '../support/app';
import { cases, fixture } from '../support/case';
import { folderOf, sampleBytes } from '../support/sample';

test('shows all results of the sample data, each of their rows, and their tabs by keyboard', async ({
  app,
}) => {
  await app.open();
  await app.sample();
  const { tables } = await answers(app.page);
  const tabs = {
    Monthly: 'monthly',
    Gaps: 'gapsRanges',
    Snapshot: 'snapshot',
    Combined: 'combined',
  } as const;
  for (const [name, kind] of Object.entries(tabs)) {
    await app.tab(name).click();
    const rows = tables[kind]?.rows ?? [];
    await expect(app.tab(name)).toContainText(rows.length.toLocaleString('en-US'));
    const [first] = rows;
    const shown = await app.cells(1);
    expect(shown.map((text) => text.replaceAll(',', ''))).toEqual(['1', ...(first ?? [])]);
  }
  expect(tables.unanswered?.rows).toEqual([]);
  await app.tab('No count').click();
  await expect(app.table).toContainText('No rows');

  // The three forms of the gaps.
  await app.tab('Gaps').click();
  for (const [form, kind, column] of [
    ['By video', 'gapsList', 'missing_dates'],
    ['By day', 'gapsDates', 'missing_date'],
    ['By gap', 'gapsRanges', 'kind'],
  ] as const) {
    await app.form(form);
    const count = tables[kind]?.rows.length ?? 0;
    await expect(app.tab('Gaps')).toContainText(count.toLocaleString('en-US'));
    expect(tables[kind]?.columns.at(-1)?.name).toBe(column);
    // The description of a column's header has its name in files.
    await expect(app.table.getByRole('columnheader').last().getByRole('button')).toHaveAttribute(
      'title',
      new RegExp(`^${column}\\.`),
    );
  }

  // Every row can be reached, by keyboard and by number.
  await app.tab('Combined').click();
  const rows = tables.combined?.rows ?? [];
  await app.cells(1);
  await app.table.locator('.scroller').focus();
  await app.page.keyboard.press('Control+End');
  const last = await app.cells(rows.length);
  expect(last.map((text) => text.replaceAll(',', ''))).toEqual([
    String(rows.length),
    ...(rows.at(-1) ?? []),
  ]);
  await app.page.keyboard.press('ArrowUp');
  await app.page.keyboard.press('Control+Home');
  await app.cells(1);
  const wanted = Math.floor(rows.length / 2);
  await app.type(app.table.getByLabel('Go to row'), String(wanted));
  await app.page.keyboard.press('Enter');
  const middle = await app.cells(wanted);
  expect(middle[2]).toBe(rows[wanted - 1]?.[1]);

  // The tabs by keyboard.
  await app.tab('Overview').click();
  await app.tab('Overview').focus();
  await app.page.keyboard.press('ArrowRight');
  await expect(app.tab('Channels')).toBeFocused();
  await app.page.keyboard.press('ArrowRight');
  await expect(app.tab('Monthly')).toBeFocused();
  await app.page.keyboard.press('ArrowRight');
  await expect(app.tab('Gaps')).toBeFocused();
  await expect(app.tab('Gaps')).toHaveAttribute('aria-selected', 'true');
  await app.page.keyboard.press('End');
  await expect(app.tab('Data quality')).toBeFocused();
  await expect(app.page.getByRole('tabpanel')).toContainText('Duplicate (video, date) rows');
});

test('shows charts of all videos, and their numbers', async ({ app }) => {
  // WebKitGTK reports this locale with LANG=C; the chart library rejects it.
  await app.page.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'language', { get: () => 'c' });
  });
  await app.open();
  await app.sample();
  const { overview } = await answers(app.page);
  const plots = app.page.locator('day-tally-plot');
  for (const title of ['Missing data by day', 'Views per month', 'Gap length']) {
    const plot = plots.filter({ has: app.page.getByRole('heading', { name: title }) });
    await expect(plot.locator('canvas').first()).toBeVisible();
    await expect(plot.getByRole('slider', { name: title })).toBeVisible();
  }
  const views = plots.filter({ hasText: 'Views per month' });
  await views.getByText('Show data').click();
  const rows = views.getByRole('region').getByRole('row');
  await expect(rows).toHaveCount((overview?.months.length ?? 0) + 1);
  const [month] = overview?.months ?? [];
  await expect(rows.nth(1)).toContainText(month?.month ?? 'a month');
  await expect(rows.nth(1)).toContainText(BigInt(month?.views ?? 0).toLocaleString('en-US'));

  // The chart names the day under the pointer; the last day is at the right edge.
  const missing = plots.filter({ hasText: 'Missing data by day' });
  const drawn = missing.locator('.u-over').first();
  const width = (await drawn.boundingBox())?.width ?? 0;
  const [first, last] = [overview?.days[0]?.first ?? 0, overview?.days.at(-1)?.last ?? 0];
  const slider = missing.getByRole('slider');
  for (const day of [first, first + 100, last]) {
    const x = ((day + 0.8 - first) / (last + 1 - first)) * width;
    await drawn.hover({ position: { x: Math.min(x, width - 1), y: 20 } });
    await expect(slider).toHaveAttribute('aria-valuetext', new RegExp(dayText(day)));
    await expect(missing.locator('.tip')).toContainText(dayText(day));
  }
  // The keyboard does the same.
  await slider.focus();
  await app.page.keyboard.press('End');
  await expect(slider).toHaveAttribute('aria-valuetext', new RegExp(dayText(last)));
  await app.page.keyboard.press('Home');
  await expect(slider).toHaveAttribute('aria-valuetext', new RegExp(dayText(first)));

  const lengths = plots.filter({ hasText: 'Gap length' });
  const before = await lengths.locator('figcaption').textContent();
  await app.update('End date', '2023-03-01');
  await expect(lengths.locator('figcaption')).not.toHaveText(before ?? '');
  const gaps = (await answers(app.page)).tables.gapsRanges?.rows.length ?? 0;
  await expect(lengths).toContainText(`${gaps.toLocaleString('en-US')} gaps`);
});

test('lists outages and excludes them from the gaps', { tag: '@chromium' }, async ({ app }) => {
  await app.open();
  await app.sample();
  const before = await answers(app.page);
  const dates = before.tables.gapsDates?.rows ?? [];
  const outages = app.page.locator('day-tally-outages');
  const list = outages.getByRole('region', { name: 'Outages' });
  await list.waitFor();
  const found: string[] = [];
  for (const row of (await list.getByRole('row').all()).slice(1)) {
    const [date = '', missing = '', active = '', share = ''] = await row
      .getByRole('cell')
      .allTextContents();
    expect(Number.parseFloat(share)).toBeCloseTo((Number(missing) / Number(active)) * 100, 1);
    expect(dates.filter((gap) => gap[3] === date).length).toBeGreaterThanOrEqual(Number(missing));
    found.push(date);
  }
  expect(found.length).toBeGreaterThan(0);
  expect((await answers(app.page)).tables.gapsDates?.rows).toEqual(dates);

  await outages.getByRole('checkbox').check();
  await expect(app.page.getByText('Gaps updated: through')).toBeVisible();
  await expect
    .poll(async () => (await answers(app.page)).tables.gapsDates?.rows)
    .toEqual(dates.filter((row) => !found.includes(String(row[3]))));
  const coverage = (await answers(app.page)).diagnostics?.coverage as Coverage;
  expect(coverage.outages.map(({ date }) => date)).toEqual(found);
  expect(coverage).toMatchObject({ completeness: completenessOf(before.diagnostics) });
  await outages.getByRole('checkbox').uncheck();
  await expect
    .poll(async () => (await answers(app.page)).tables.gapsDates?.rows.length)
    .toBe(dates.length);
  await app.type(outages.getByRole('spinbutton'), '100');
  await outages.getByRole('spinbutton').blur();
  await expect(outages).toContainText('None.');
});

function completenessOf(diagnostics: Record<string, unknown> | undefined): number | undefined {
  return (diagnostics?.coverage as Coverage | undefined)?.completeness;
}

test('keeps dates and the tab in the URL', { tag: '@chromium' }, async ({ app }) => {
  await app.open();
  await app.sample();
  await app.tab('Gaps').click();
  await app.setUp();
  await app.page.getByLabel('End date').fill('2023-03-01');
  const url = () => Object.fromEntries(new URL(app.page.url()).searchParams);
  await expect.poll(url).toMatchObject({ tab: 'gaps', 'end-date': '2023-03-01' });
  expect(url()).not.toHaveProperty('run-date');

  await app.page.reload();
  await expect(app.page.locator('day-tally [part=page]')).toBeVisible();
  await app.sample();
  await expect(app.tab('Gaps')).toHaveAttribute('aria-selected', 'true');
  await app.setUp();
  await expect(app.page.getByLabel('End date')).toHaveValue('2023-03-01');
  expect((await answers(app.page)).diagnostics).toMatchObject({ endDate: '2023-03-01' });
});

test('reads a folder that Spark wrote, and lists the skipped files', async ({ app }) => {
  await app.open();
  const sample = await sampleBytes(app.page);
  const { path, remove } = folderOf(sample, 250);
  const { writeFileSync, mkdirSync } = await import('node:fs');
  for (const name of ['_SUCCESS', '_metadata', '.part-0.parquet.crc', 'notes.txt']) {
    writeFileSync(`${path}/${name}`, 'x');
  }
  mkdirSync(`${path}/_temporary`);
  writeFileSync(`${path}/_temporary/part-9.parquet`, 'x');
  for (const choose of [() => app.drop(path), () => app.pickFolder(path)]) {
    await choose();
    await app.reach('ready');
    await expect(app.page.getByText('250 files', { exact: true })).toBeVisible();
    await app.page.getByText('5 files ignored').click();
    await expect(app.page.getByText('many/_SUCCESS: it marks a finished Spark job')).toBeVisible();
    await expect(app.page.getByText('many/notes.txt: it neither begins nor ends')).toBeVisible();
    await expect(app.page.getByText(/many\/_temporary\/.*: (its name|a folder)/)).toBeVisible();
    await app.page.reload();
    await app.page.locator('day-tally [part=page]').waitFor();
  }
  remove();
});

const onlyChromium = { tag: '@chromium' };
const deltaTable = join(import.meta.dirname, '../../tables/delta/input');

test(
  'refuses a table, and reads all of its files on request',
  onlyChromium,
  async ({ app }, info) => {
    const table = info.outputPath('views');
    cpSync(deltaTable, table, { recursive: true });
    renameSync(join(table, '_delta_log'), join(table, '.hoodie'));
    await app.open();
    await app.drop(table);
    await app.reach('failed');
    const failure = app.page.getByRole('alert');
    await expect(failure).toContainText('this is a Hudi table, and its timeline');
    await app.button('Read all files').click();
    await app.reach('ready');
    await expect(app.page.getByText('4 files', { exact: true })).toBeVisible();
    const warning = app.page.getByText('(Hudi): all files are read, regardless of its log');
    await expect(warning).toHaveCount(1);
    await expect(warning).toBeVisible();
    await app.drop(join(deltaTable, deltaFile()));
    await app.reach('ready');
    await expect(app.page.getByText(/has a name that Spark and Delta Lake give/)).toBeVisible();
  },
);

/** The name of a data file of the Delta table. */
function deltaFile(): string {
  const names = readdirSync(deltaTable);
  return names.find((name) => name.startsWith('part-')) ?? '';
}

test('always tries to read a file that is chosen alone', { tag: '@chromium' }, async ({ app }) => {
  await app.open();
  const buffer = await sampleBytes(app.page);
  await app.pick([{ name: '_odd name.txt', mimeType: 'text/plain', buffer }]);
  await app.reach('ready');
  await app.runs();
  const { tables } = await answers(app.page);
  expect(tables.monthly?.rows.length).toBeGreaterThan(100);
});

test('recomputes gaps and snapshot without reading the data again', { tag: '@chromium' }, async ({
  app,
}) => {
  const reads: number[] = [];
  await app.page.exposeFunction('countRead', (bytes: number) => reads.push(bytes));
  await app.page.route(/entry.*\.js/, async (route) => {
    const response = await route.fetch();
    const count = `{
      const slice = Blob.prototype.slice;
      const channel = new BroadcastChannel('reads');
      Blob.prototype.slice = function (start, end, ...rest) {
        channel.postMessage(end - start);
        return slice.call(this, start, end, ...rest);
      };
    }\n`;
    await route.fulfill({ response, body: count + (await response.text()) });
  });
  await app.open();
  await app.page.evaluate(() => {
    const { countRead } = window as unknown as { countRead(bytes: number): void };
    new BroadcastChannel('reads').onmessage = ({ data }) => countRead(data);
  });
  await app.sample();
  await expect.poll(() => reads.length).toBeGreaterThan(0);
  const before = await answers(app.page);
  await app.tab('Gaps').click();
  await app.cells(1);
  // The set-up shows first values of the columns.
  await app.setUp();
  await expect(app.page.getByRole('region', { name: 'Preview' })).not.toContainText('…');
  reads.length = 0;

  await app.update('End date', '2023-03-01');
  await expect(app.page.getByText('Gaps updated: through 2023-03-01')).toBeVisible();
  const gaps = await app.page.getByRole('tab', { name: /Gaps/ }).textContent();
  await app.update('Snapshot date', '2024-02-29');
  await expect(app.page.getByText('Snapshot date: 2024-02-29')).toBeVisible();
  await app.tab('Snapshot').click();
  expect((await app.cells(1))[4]).toBe('2024-02-29');
  expect(reads).toEqual([]);

  const after = await answers(app.page);
  expect(after.diagnostics).toMatchObject({ endDate: '2023-03-01', endDateGiven: true });
  expect(after.tables.gapsRanges?.rows.length).not.toBe(before.tables.gapsRanges?.rows.length);
  expect(gaps).toContain(after.tables.gapsRanges?.rows.length.toLocaleString('en-US'));
  expect(after.tables.monthly).toEqual(before.tables.monthly);
  expect(new Set(after.tables.snapshot?.rows.map((row) => row[3]))).toEqual(
    new Set(['2024-02-29']),
  );

  // An empty end date means the newest day in the data.
  await app.update('End date', '');
  await expect(app.page.getByText('Gaps updated: through 2023-04-18')).toBeVisible();
  expect((await answers(app.page)).tables.gapsRanges).toEqual(before.tables.gapsRanges);
});

test('gives the same results twice, and for any number of workers', {
  tag: ['@chromium', '@slow'],
}, async ({ app }) => {
  // In 20 row groups.
  const each = cases().find(({ name }) => name === 'random_mixed');
  if (!each) throw new Error('there is no such case');
  const expected = Object.fromEntries(each.expected);
  for (const workers of [1, 2, 5]) {
    await app.open(workers);
    await app.drop(...each.inputs);
    await app.reach('ready');
    for (const time of workers === 2 ? ['once', 'again'] : ['once']) {
      await runWith(app.page, each.options);
      expect((await answers(app.page)).tables, `${workers} workers, ${time}`).toEqual(expected);
    }
  }
});

test('fits a window of 320 pixels', async ({ app }) => {
  await app.page.setViewportSize({ width: 320, height: 640 });
  await app.open();
  const overflow = () =>
    app.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(await overflow()).toBeLessThanOrEqual(0);
  await app.drop(fixture('missing_viewcount', 'input'));
  await app.reach('ready');
  expect(await overflow()).toBeLessThanOrEqual(0);
  await app.runs();
  await app.page.locator('canvas').first().waitFor();
  expect(await overflow()).toBeLessThanOrEqual(0);
  await app.tab('Monthly').click();
  await app.cells(1);
  expect(await overflow()).toBeLessThanOrEqual(0);
  // The tab that a tile leads to is in view, and so is the whole menu of its exports.
  await app.page.getByRole('button', { name: /have gaps/ }).click();
  await expect(app.tab('Gaps')).toBeInViewport({ ratio: 1 });
  await app.page.getByText('Export', { exact: true }).click();
  const format = app.page.getByRole('button', { name: 'Parquet', exact: true });
  await expect(format).toBeInViewport({ ratio: 1 });
  await format.click({ trial: true });
});
