import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { DaytallyElement } from '../../../web/src/element';
import { answers } from '../support/answers';
import { App, expect, test } from '../support/app';
import { fixture } from '../support/case';
import { Host } from '../support/host';

const folder = fixture('..', 'tables', 'page', 'a table');
const log = join('_delta_log', '0000000000000000000');

/** What `deltalake` reads of each version of the table: the number of rows, and the sums. */
const expected: Record<string, { rows: number; monthly: (string | null)[][] }> = JSON.parse(
  readFileSync(fixture('..', 'tables', 'page', 'expected.json'), 'utf8'),
);

/** Runs, and compares the results with a version. */
async function check(app: App, version: string): Promise<void> {
  const wanted = expected[version];
  expect(wanted?.monthly.length).toBe(5);
  await app.reach('ready');
  await app.runs();
  const { tables, diagnostics, problems } = await answers(app.page);
  expect(problems).toEqual([]);
  expect(tables.monthly?.rows.map((row) => row.slice(0, 4))).toEqual(wanted?.monthly);
  const input = (tables.combined?.rows.length ?? 0) - (tables.snapshot?.rows.length ?? 0);
  expect(input).toBe(wanted?.rows);
  expect(diagnostics?.rows).toBe(wanted?.rows);
}

/** Opens a folder's URL in the form. */
async function enter(app: App, url: string): Promise<void> {
  await app.openOther();
  await app.button('Open URL').click();
  await app.page.getByLabel('Parquet URLs').fill(url);
  await app.button('Open').click();
}

/** Returns the sum of a video by day, read again from the files. */
async function daily(page: Page, video: string): Promise<string> {
  return await page.evaluate(async (id) => {
    const { analyzer } = document.querySelector<DaytallyElement>('day-tally') as DaytallyElement;
    const { days } = await analyzer.rollUps.views(id);
    return String(days.reduce((sum, { views }) => sum + (views ?? 0n), 0n));
  }, video);
}

test('a dropped table opens at its newest version, without its deleted rows', async ({ app }) => {
  await app.open();
  await app.drop(folder);
  await check(app, '5');
  const note = app.page.locator('day-tally-tables');
  await expect(note).toContainText('5 files of its log read');
  await expect(note).toContainText(/2 other files and \d+ deleted rows left out/);
  expect(await daily(app.page, 'v0')).toBe(
    expected[5]?.monthly.find((row) => row[1] === 'v0')?.[3],
  );
  // The preview shows rows that are not deleted, with the channels of the log.
  await app.setUp();
  await expect(app.page.locator('day-tally-preview')).toContainText('UCa');
  for (const version of ['3', '2', '5']) {
    await note.getByLabel('Delta version').selectOption(version);
    await check(app, version);
  }
});

test(
  'an incomplete table, or one with a changed file, is refused',
  { tag: '@chromium' },
  async ({ app }, info) => {
    const table = info.outputPath('views');
    const broken: [string, (table: string) => void][] = [
      ['version 4 is missing from the log', (table) => rmSync(join(table, `${log}4.json`))],
      [
        'is missing or was changed',
        (table) => rmSync(join(table, 'channel_id=UCa'), { recursive: true }),
      ],
      [
        'columnsOfTomorrow',
        (table) => {
          const features = {
            minReaderVersion: 3,
            minWriterVersion: 7,
            readerFeatures: ['columnsOfTomorrow'],
          };
          writeFileSync(join(table, `${log}6.json`), JSON.stringify({ protocol: features }));
        },
      ],
    ];
    await app.open();
    for (const [message, damage] of broken) {
      rmSync(table, { recursive: true, force: true });
      cpSync(folder, table, { recursive: true });
      damage(table);
      await app.drop(table);
      await app.reach('failed');
      await expect(app.page.getByRole('alert')).toContainText(message);
    }
  },
);

test.describe('in a zone far from UTC', () => {
  test.use({ timezoneId: 'Pacific/Kiritimati' });

  test(
    'the menu states when versions were committed, in UTC',
    { tag: '@chromium' },
    async ({ app }, info) => {
      const table = info.outputPath('views');
      cpSync(folder, table, { recursive: true });
      const commit = (version: number) => join(table, `${log}${version}.json`);
      const at = (time: number) =>
        `${new Date(time).toISOString().replace('T', ' ').slice(0, 19)} UTC`;
      const add = (version: number, info: object) => {
        const lines = `${readFileSync(commit(version), 'utf8')}\n${JSON.stringify({ commitInfo: info })}`;
        writeFileSync(commit(version), lines);
      };
      const [line = ''] = readFileSync(commit(2), 'utf8').split('\n');
      const { timestamp } = JSON.parse(line).commitInfo;
      add(3, { timestamp: 1, inCommitTimestamp: 1_700_000_000_123 });
      // The time is beyond the part of the file that is read first.
      writeFileSync(
        commit(4),
        `${JSON.stringify({ txn: { appId: 'a'.repeat(100_000), version: 1 } })}\n${readFileSync(commit(4), 'utf8')}`,
      );
      add(4, { timestamp: 1_750_000_000_999 });
      await app.open();
      await app.drop(table);
      await app.reach('ready');
      const menu = app.page.locator('day-tally-tables').getByLabel('Delta version');
      await expect(menu.locator('option')).toHaveText([
        '5 (newest)',
        `4 · ${at(1_750_000_000_999)}`,
        `3 · ${at(1_700_000_000_123)}`,
        `2 · ${at(timestamp)}`,
      ]);
    },
  );
});

test('a log at a URL may consist of the checkpoint that its hint names', {
  tag: '@chromium',
}, async ({ page }) => {
  const host = await Host.start();
  const app = new App(page, host.url);
  await app.open();
  host.removed = /_delta_log\/\d+\.json$/;
  await enter(app, `${host.url}tables/page/a%20table/`);
  await check(app, '2');
  await expect(page.locator('day-tally-dataset')).toContainText(
    'no commit beside the checkpoint of version 2',
  );
  host.removed = /_delta_log\/(\d+\.json|_last_checkpoint)$/;
  await enter(app, `${host.url}tables/page/a%20table/?again`);
  await app.reach('failed');
  await expect(page.getByRole('alert')).toContainText('no Delta table was found at this URL');
  await expect(page.getByRole('alert')).toContainText('_last_checkpoint must be there');
  expect(app.faults.filter((fault) => !/40[34]/.test(fault))).toEqual([]);
  await host.stop();
});

test('the URL of a folder opens a table without a listing', { tag: '@chromium' }, async ({
  page,
}) => {
  const host = await Host.start();
  const app = new App(page, host.url);
  await app.open();
  for (const absent of [404, 403]) {
    host.absent = absent;
    await enter(app, `${host.url}tables/page/a%20table/?signature=secret`);
    await check(app, '5');
  }
  await expect(page.locator('day-tally')).not.toContainText('secret');
  await enter(app, `${host.url}data/hive_date/input/`);
  await app.reach('failed');
  await expect(page.getByRole('alert')).toContainText('no Delta table was found at this URL');
  expect(app.faults.filter((fault) => !/40[34]/.test(fault))).toEqual([]);
  await host.stop();
});
