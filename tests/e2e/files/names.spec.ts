import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '../support/app';
import { made, nasty, nastyFile } from '../support/nasty';

const tabs = ['Overview', 'Monthly', 'Gaps', 'Snapshot', 'No count', 'Combined', 'Data quality'];

test('markup and formulas from files stay text in every view and in file names', {
  tag: '@chromium',
}, async ({ app }) => {
  const { page } = app;
  const root = mkdtempSync(join(tmpdir(), 'daytally-names-'));
  // Folder names can contain any character except a slash.
  const folder = join(root, '<img src=x onerror="window.ran=1">');
  const hive = join(folder, 'key=<script>window.ran=1<%2Fscript>');
  mkdirSync(hive, { recursive: true });
  writeFileSync(join(hive, "=cmd|' C calc'!A0 <svg onload=window.ran=1>.parquet"), nastyFile());
  writeFileSync(join(folder, '"><img src=x onerror=window.ran=1>.parquet'), 'no Parquet');
  writeFileSync(join(folder, '<b>notes.txt'), 'ignored');
  await app.removePicker();
  await app.open(2);
  await app.drop(folder);
  await app.reach('ready');
  await expect(page.getByText('onerror=window.ran=1>.parquet').first()).toBeVisible();
  expect(await made(page)).toEqual([]);
  // All columns, each with values.
  await app.button('All columns').click();
  await page.getByRole('region', { name: 'Preview' }).getByText('<img src=x').last().waitFor();
  expect(await made(page)).toEqual([]);
  await app.runs();

  const names: string[] = [];
  for (const tab of tabs) {
    await app.tab(tab).click();
    if (tab === 'Overview') {
      await page.locator('day-tally-plot canvas').first().waitFor();
      const drawer = await app.showVideo(nasty[0] as string);
      await expect(drawer.locator('day-tally-calendar').getByRole('status')).not.toBeEmpty();
      expect(await made(page), 'a video').toEqual([]);
      await page.keyboard.press('Escape');
    } else if (tab === 'Data quality') {
      await page
        .getByRole('button', { name: /^Examples of / })
        .first()
        .click();
      await page.locator('day-tally-issue-files').getByRole('region').first().waitFor();
    } else if (tab !== 'No count') {
      await app.cells(1);
    }
    expect(await made(page), tab).toEqual([]);
    if (tab === 'Data quality') {
      for (const format of ['CSV', 'JSON']) {
        names.push((await app.saves(() => app.button(format).click())).name);
      }
    } else if (tab !== 'Overview') {
      names.push((await app.saves(() => app.exports('CSV'))).name);
    }
  }
  for (const name of names) expect(name).toMatch(/^[\p{L}\p{N}._-]+\.(csv|json)$/u);
  expect(names.length).toBe(7);

  await app.tab('Monthly').click();
  expect(await page.getByText(nasty[0] as string).count()).toBeGreaterThan(0);
  const guarded = await app.saves(() => app.exports('CSV (Excel-safe)'));
  const fields = guarded.bytes
    .toString('utf8')
    .split(/\r\n/)
    .flatMap((line) => line.split(','));
  expect(fields.some((field) => field.includes("'=cmd"))).toBe(true);
  expect(fields.filter((field) => /^"?[=@]/.test(field))).toEqual([]);
  expect(await made(page)).toEqual([]);
  rmSync(root, { recursive: true });
});

test('the page enforces Trusted Types, which reject strings as markup', async ({ app }) => {
  await app.open();
  const refused = await app.page.evaluate(() => {
    const tries = {
      markup: () => {
        document.createElement('p').innerHTML = '<b>no</b>';
      },
      worker: () => void new Worker('data:text/javascript,'),
      policy: () => {
        const { trustedTypes } = window as unknown as {
          trustedTypes: { createPolicy(name: string, rules: object): void };
        };
        trustedTypes.createPolicy('another', {});
      },
      again: () => {
        const { trustedTypes } = window as unknown as {
          trustedTypes: { createPolicy(name: string, rules: object): void };
        };
        trustedTypes.createPolicy('daytally', {});
      },
    };
    return Object.entries(tries).map(([name, go]) => {
      try {
        go();
        return `${name} went through`;
      } catch (error) {
        return error instanceof TypeError ? name : String(error);
      }
    });
  });
  expect(refused).toContain('markup');
  expect(refused).toContain('worker');
  expect(refused).toContain('policy');
  // Chromium logs the violation to the console.
  app.faults.length = 0;
});
