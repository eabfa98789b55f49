import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { answers } from '../support/answers';
import { App, expect, test } from '../support/app';
import { fixture } from '../support/case';
import { Host } from '../support/host';

const page = fixture('..', 'tables', 'iceberg', 'fixture', 'page');
const folder = join(page, 'a table');

interface Expected {
  readonly snapshot: string;
  readonly metadata: string;
  readonly files: number;
  readonly deleted: number;
  readonly rows: number;
  readonly monthly: (string | null)[][];
}

/** The current snapshot according to a model of the specification. */
const expected: Expected = JSON.parse(readFileSync(join(page, 'expected.json'), 'utf8'));

/** Runs, and compares the results with those of the snapshot's rows. */
async function check(app: App): Promise<void> {
  await app.reach('ready');
  await app.runs();
  const { tables, diagnostics, problems } = await answers(app.page);
  expect(problems).toEqual([]);
  expect(tables.monthly?.rows.map((row) => row.slice(0, 4))).toEqual(expected.monthly);
  const input = (tables.combined?.rows.length ?? 0) - (tables.snapshot?.rows.length ?? 0);
  expect(input).toBe(expected.rows);
  expect(diagnostics?.rows).toBe(expected.rows);
}

test('a dropped Iceberg table opens without its deleted rows', async ({ app }) => {
  await app.open();
  await app.drop(folder);
  await check(app);
  const note = app.page.locator('day-tally-tables');
  const menu = note.getByLabel('Iceberg snapshot');
  await expect(menu).toHaveValue(expected.snapshot);
  await expect(note).toContainText(`${expected.files} files of its log read`);
  await expect(note).toContainText(`${expected.deleted} deleted rows left out`);
});

test('another snapshot of an Iceberg table opens', { tag: '@chromium' }, async ({ app }) => {
  // The ids are too large for exact numbers.
  const metadata = readFileSync(join(folder, expected.metadata), 'utf8');
  const found = [...metadata.matchAll(/"snapshot-id": ?(\d+)/g)].map(([, id = '']) => id);
  const ids = [...new Set(found)];
  await app.open();
  await app.drop(folder);
  await app.reach('ready');
  const menu = app.page.locator('day-tally-tables').getByLabel('Iceberg snapshot');
  await expect(menu.getByRole('option')).toHaveCount(ids.length);
  await expect(menu.getByRole('option').first()).toContainText(/ UTC \(current\)$/);
  // make_page_table.py appends nine days of six videos, and then thirty.
  for (const [at, rows] of [54, 234].entries()) {
    await menu.selectOption(ids[at] as string);
    await expect(menu).toHaveValue(ids[at] as string);
    await app.reach('ready');
    await app.runs();
    expect((await answers(app.page)).diagnostics?.rows).toBe(rows);
  }
});

test(
  'an Iceberg table whose delete files are missing or truncated is refused',
  { tag: '@chromium' },
  async ({ app }, info) => {
    const table = info.outputPath('views');
    const current = JSON.parse(readFileSync(join(folder, expected.metadata), 'utf8'));
    const list = current.snapshots.at(-1)['manifest-list'].replace('s3://bucket/a table/', '');
    await app.open();
    for (const lost of ['data', list]) {
      rmSync(table, { recursive: true, force: true });
      cpSync(folder, table, {
        recursive: true,
        filter: (path) => lost !== 'data' || !/\/positions-[^/]*$/.test(path),
      });
      if (lost === list) rmSync(join(table, list));
      await app.drop(table);
      await app.reach('failed');
      await expect(app.page.getByRole('alert')).toContainText('is missing');
    }
  },
);

test('the URL of the metadata of an Iceberg table opens it', { tag: '@chromium' }, async ({
  page,
}) => {
  const host = await Host.start();
  const app = new App(page, host.url);
  await app.open();
  await app.openOther();
  await app.button('Open URL').click();
  const url = `${host.url}tables/iceberg/fixture/page/a%20table/${expected.metadata}?signature=secret`;
  await app.page.getByLabel('Parquet URLs').fill(url);
  await app.button('Open').click();
  await check(app);
  await expect(page.locator('day-tally')).not.toContainText('secret');
  await host.stop();
});
