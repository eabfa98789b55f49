import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { answers } from '../support/answers';
import { type App, expect, test } from '../support/app';
import type { Table } from '../support/case';
import { holdReads, slow } from '../support/held';
import { folderOf, sampleBytes } from '../support/sample';

type Row = Table['rows'][number];

const firstDay = -719_162; // 0001-01-01
const lastDay = 2_932_896; // 9999-12-31
const dayText = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);

/** Opens the sample data and shows a result, which it returns. */
async function sample(app: App, tab: string): Promise<Table> {
  await app.open();
  await app.sample();
  return await show(app, tab);
}

async function show(app: App, tab: string): Promise<Table> {
  const { tables } = await answers(app.page);
  await app.tab(tab).click();
  await app.cells(1);
  const kind = tab === 'Gaps' ? 'gapsRanges' : tab.toLowerCase();
  return tables[kind as 'monthly'] as Table;
}

/** Returns the visible rows without their numbers, in the oracle's form. */
async function inView(app: App): Promise<string[][]> {
  const rows = app.table.locator('tbody tr');
  const texts = await rows.evaluateAll((lines) =>
    lines.map((line) => [...line.querySelectorAll('td')].map((cell) => cell.textContent?.trim())),
  );
  return texts.map((cells) => cells.map((text) => text?.replaceAll(',', '') ?? ''));
}

/** Formats rows like the cells of the table. */
function shown(rows: readonly Row[]) {
  return rows.map((row) => row.map((value) => value ?? 'null'));
}

async function expectRows(app: App, expected: readonly Row[]): Promise<void> {
  await expect(app.table.locator('[role=grid]')).toHaveAttribute(
    'aria-rowcount',
    String(expected.length + 1),
  );
  await expect(async () => {
    const rows = await inView(app);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows).toEqual(shown(expected.slice(0, rows.length)));
  }).toPass({ timeout: 15_000 });
}

test('filters rows by parts of ids, by ids, by a URL and by dates, and sorts by any column', {
  tag: '@chromium',
}, async ({ app }) => {
  const { rows, columns } = await sample(app, 'Monthly');
  await filterMonths(app, rows);
  await sortMonths(app, rows, columns);
  await filterCombined(app);
});

async function filterMonths(app: App, rows: readonly Row[]): Promise<void> {
  const video = String(rows[40]?.[1]);
  const { search } = app;
  const filter = app.page.locator('day-tally-filter');
  const channel = String(rows[40]?.[0]);
  const expectFound = async (text: string, takes: (id: string) => boolean) => {
    await search.fill(text);
    const wanted = rows.filter(
      ([channel, video]) => takes(String(channel)) || takes(String(video)),
    );
    expect(wanted.length).toBeGreaterThan(0);
    await expectRows(app, wanted);
    await expect(filter.getByRole('status')).toHaveText(
      `${wanted.length.toLocaleString('en-US')} of ${rows.length.toLocaleString('en-US')} rows match`,
    );
  };
  for (const part of [video, video.slice(0, 2), video.slice(3, 6), channel.slice(2, 9), 'UC']) {
    await expectFound(part, (id) => id.includes(part));
  }
  const ids = [...new Set([video, String(rows.at(-1)?.[1]), channel])];
  await expectFound(ids.join(' '), (id) => ids.includes(id));
  await expectFound(`https://youtu.be/${video}`, (id) => id.includes(video));
  const months = [...new Set(rows.map((row) => String(row[2])))].sort();
  const [from = '', to = ''] = [months[1], months[2]];
  await search.fill('UC');
  await app.within(from, to);
  const within = (row: Row) => String(row[2]) >= from && String(row[2]) <= to;
  const takes = (row: Row) => row.slice(0, 2).some((id) => String(id).includes('UC'));
  await expectRows(
    app,
    rows.filter((row) => takes(row) && within(row)),
  );
  await search.fill('no such video');
  await expect(app.table).toContainText('No rows');
  await app.button('Clear filter').click();
  await expectRows(app, rows);
}

/** Sorts by each column, ascending, descending and unsorted. */
async function sortMonths(app: App, rows: readonly Row[], columns: Table['columns']) {
  for (const [at, { type }] of columns.entries()) {
    const head = app.table.getByRole('columnheader').nth(at + 1);
    const compare = (a: Row, b: Row) => {
      if (type === 'int64') return Number(BigInt(String(a[at])) - BigInt(String(b[at])));
      return Buffer.compare(Buffer.from(String(a[at])), Buffer.from(String(b[at])));
    };
    const ascending = [...rows].sort(compare);
    const orders = { ascending, descending: ascending.toReversed() };
    // Numbers are sorted in descending order first.
    const first = type === 'int64' ? 'descending' : 'ascending';
    const second = type === 'int64' ? 'ascending' : 'descending';
    for (const order of [first, second] as const) {
      await head.getByRole('button').click();
      await expect(head).toHaveAttribute('aria-sort', order);
      await expectRows(app, orders[order]);
    }
    await head.getByRole('button').click();
    await expect(head).toHaveAttribute('aria-sort', 'none');
    await expectRows(app, rows);
  }
}

async function filterCombined(app: App): Promise<void> {
  const { rows } = await show(app, 'Combined');
  const video = String(rows[99]?.[1]);
  await app.search.fill(video.slice(0, 3));
  const wanted = rows.filter((row) => {
    return row.slice(0, 2).some((id) => String(id).includes(video.slice(0, 3)));
  });
  await expectRows(app, wanted);
  await app.table.getByRole('columnheader', { name: 'Views' }).getByRole('button').click();
  // The greatest first; null sorts before every count.
  const count = (row: Row) => (row[4] === null ? -(2n ** 63n) : BigInt(String(row[4])));
  await expectRows(app, [...wanted].sort((a, b) => Number(count(a) - count(b))).toReversed());
  const days = [...wanted.map((row) => String(row[3]))].sort();
  const [from = '', to = ''] = [days[1], days[days.length >> 1]];
  await app.within(from, to);
  const within = wanted.filter((row) => String(row[3]) >= from && String(row[3]) <= to);
  await expectRows(app, [...within].sort((a, b) => Number(count(a) - count(b))).toReversed());
}

test('shows the progress of a query of the input, and cancels it', {
  tag: ['@chromium', '@slow'],
}, async ({ app }) => {
  await holdReads(app.page);
  await app.open(1);
  const { path, remove } = folderOf(await sampleBytes(app.page), 40);
  await app.drop(path);
  await app.reach('ready');
  await app.runs();
  await app.tab('Combined').click();
  await app.cells(1);
  const count = app.table.locator('[role=grid]');
  const all = await count.getAttribute('aria-rowcount');
  await slow(app.page, 150);
  await app.search.fill('U');
  const progress = app.page.getByRole('progressbar', { name: 'Rows searched' });
  const share = () => progress.evaluate((bar) => (bar as HTMLProgressElement).value);
  await expect.poll(share).toBeGreaterThan(0.1);
  expect(await share()).toBeLessThan(1);
  await app.button('Cancel').click();
  await expect(app.search).toHaveValue('');
  await expect(progress).toHaveCount(0);
  await expect(count).toHaveAttribute('aria-rowcount', String(all));
  remove();
});

test('downloads the filtered rows or all rows', { tag: '@chromium' }, async ({ app }) => {
  await app.removePicker();
  const { rows, columns } = await sample(app, 'Gaps');
  const video = String(rows[5]?.[1]);
  await app.search.fill(video);
  const wanted = rows.filter((row) => row[1] === video);
  await expectRows(app, wanted);
  const save = async () => {
    const { name, bytes } = await app.saves(() => app.exports('CSV'));
    return [name, bytes.toString('utf8')];
  };
  const csv = (of: readonly Row[]) => {
    return [columns.map(({ name }) => name), ...of].map((line) => `${line.join(',')}\r\n`).join('');
  };
  expect(await save()).toEqual(['sample_gaps-filtered_2022-10-01_2023-04-18.csv', csv(wanted)]);
  await app.exportMenu();
  await expect(app.button('CSV')).toBeEnabled();
  // The estimated size of few rows equals the size of the file.
  const size = `${Buffer.byteLength(csv(wanted))} bytes`;
  await expect(app.button('CSV')).toHaveAccessibleDescription(size);
  await app.exportMenu();
  await app.page.getByRole('checkbox', { name: /^Ignore filter/ }).check();
  expect(await save()).toEqual(['sample_gaps_2022-10-01_2023-04-18.csv', csv(rows)]);
});

test('selects cells by keyboard and copies their exact values', async ({ app }) => {
  // Firefox prompts before a page reads the clipboard, and a test cannot answer.
  test.skip(app.inFirefox);
  await app.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const { rows, columns } = await sample(app, 'Monthly');
  await app.page.getByLabel('Go to row').focus();
  await app.page.keyboard.press('Shift+Tab');
  await app.table.locator('[role=grid]').focus();
  for (const key of ['Control+Home', 'ArrowDown', 'ArrowRight', 'ArrowRight']) {
    await app.page.keyboard.press(key);
  }
  await app.page.keyboard.press('Shift+ArrowRight');
  await app.page.keyboard.press('Shift+ArrowDown');
  await expect(app.table.locator('[aria-selected=true]')).toHaveCount(4);
  await app.page.keyboard.press('Control+c');
  await expect(app.table).toContainText('Copied 4 cells.');
  const text = await app.page.evaluate(() => navigator.clipboard.readText());
  const names = columns.map(({ name }) => name);
  expect(text).toBe([names, rows[1], rows[2]].map((row) => row?.slice(2, 4).join('\t')).join('\n'));
});

test('goes to any of 36 million rows, and scrolls to the last', async ({ app }, info) => {
  const videos = Array.from({ length: 10 }, (_, video) => `video-${video}`);
  // Each video has data only on the last possible day, so all earlier days are missing.
  const text = (name: string, of: (video: string) => string) => {
    return { name, data: videos.map(of), type: 'STRING' as const };
  };
  const file = info.outputPath('all-days.parquet');
  const bytes = parquetWriteBuffer({
    columnData: [
      text('channel_id', () => 'channel'),
      text('video_id', (video) => video),
      text('created_date', () => dayText(firstDay)),
      text('date', () => dayText(lastDay)),
      { name: 'viewCount', data: videos.map(() => 1n), type: 'INT64' },
    ],
  });
  writeFileSync(file, new Uint8Array(bytes));
  await app.open(2);
  await app.pick(file);
  await app.runs();
  await app.tab('Gaps').click();
  await app.form('By day');
  const missing = lastDay - firstDay;
  const all = missing * videos.length;
  await expect(app.table.locator('[role=grid]')).toHaveAttribute('aria-rowcount', String(all + 1));
  for (const row of [30_000_000, 1, 35_000_000, all]) {
    await app.type(app.table.getByLabel('Go to row'), String(row));
    await app.page.keyboard.press('Enter');
    const at = row - 1;
    // The row number appears before the other cells.
    await expect
      .poll(() => app.cells(row))
      .toEqual([
        row.toLocaleString('en-US'),
        'channel',
        videos[Math.floor(at / missing)],
        dayText(firstDay),
        dayText(firstDay + (at % missing)),
      ]);
  }
});

test('saves a manifest with a result', { tag: '@chromium' }, async ({ app }, info) => {
  await app.removePicker();
  const file = info.outputPath('views.parquet');
  const bytes = Buffer.from(
    parquetWriteBuffer({
      columnData: [
        { name: 'channel_id', data: ['c', 'c'], type: 'STRING' },
        { name: 'video_id', data: ['a', 'b'], type: 'STRING' },
        { name: 'created_date', data: ['2023-01-01', '2023-01-02'], type: 'STRING' },
        { name: 'date', data: ['2023-01-03', '2023-02-04'], type: 'STRING' },
        { name: 'viewCount', data: [1n, 2n], type: 'INT64' },
      ],
    }),
  );
  writeFileSync(file, bytes);
  await app.open(2);
  await app.pick(file);
  await app.runs();
  await app.tab('Monthly').click();
  await app.search.fill('b');
  await expect(app.table.locator('[role=grid]')).toHaveAttribute('aria-rowcount', '2');
  const saved = await app.saves(() => app.exports('Run manifest'));
  expect(saved.name).toMatch(/_monthly-filtered_2023-01-03_2023-02-04\.manifest\.json$/);
  const footer = bytes.subarray(bytes.length - 8 - bytes.readUInt32LE(bytes.length - 8));
  expect(JSON.parse(saved.bytes.toString('utf8'))).toEqual({
    daytally: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    result: { kind: 'monthly', rows: 1, filter: { id: 'b' } },
    options: {
      columns: {},
      omitRoles: [],
      provider: 'simulator',
      runDate: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
    },
    endDate: '2023-02-04',
    files: [
      {
        path: 'views.parquet',
        bytes: bytes.length,
        rows: 2,
        footerSha256: createHash('sha256').update(footer).digest('hex'),
      },
    ],
    leftOut: [],
    skipped: [],
    skippedCount: 0,
    tables: [],
    // The two rows are 32 days apart.
    warnings: [
      { code: 'newest_date_apart', message: expect.stringContaining('2023-02-04, is 32 days') },
    ],
  });
});
