import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Locator, test } from '@playwright/test';
import { build } from 'vite';
import { contentPolicy } from '../../web/policy';
import type { DaytallyElement } from '../../web/src/element';
import { cases } from './case';
import { dropFiles } from './firefox';
import { made, nasty, nastyFile } from './nasty';
import { type Host, host } from './static_host';

const root = join(import.meta.dirname, '..', '..');
const policy = contentPolicy();

let portal: Host;
let built = '';

test.beforeAll(async () => {
  built = mkdtempSync(join(tmpdir(), 'daytally-portal-'));
  // The element alone, as a portal's own build would have it.
  await build({
    configFile: false,
    root: join(root, 'web'),
    base: './',
    publicDir: false,
    logLevel: 'warn',
    worker: { format: 'es' },
    build: {
      outDir: built,
      emptyOutDir: true,
      target: 'es2022',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: join(root, 'web', 'src', 'define.ts'),
        output: { entryFileNames: 'define.js' },
      },
    },
  });
  portal = await host({ '/daytally/': built, '/': join(root, 'tests', 'portal') }, policy);
});

test.afterAll(async () => {
  await portal.stop();
  rmSync(built, { recursive: true });
});

/** The text of a result's rows, as the oracle has them. */
async function rowsOf(element: Locator, kind: 'monthly' | 'gapsDates'): Promise<unknown[]> {
  const text = await element.evaluate(async (each, wanted) => {
    const source = (each as DaytallyElement).analyzer.result(wanted);
    const { rows } = await source.rows(0, source.length);
    const day = (days: number) => new Date(days * 86_400_000).toISOString().slice(0, 10);
    const cell = (value: unknown) => (typeof value === 'number' ? day(value) : value);
    const plain = rows.map((row) => row.map((value) => cell(value)));
    return JSON.stringify(plain, (_, value) => (typeof value === 'bigint' ? `${value}` : value));
  }, kind);
  return JSON.parse(text);
}

test('two elements in a portal answer, each for itself', async ({ page }) => {
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(message.text());
  });
  page.context().on('request', (request) => {
    const url = new URL(request.url());
    if (!url.href.startsWith(portal.address) && url.protocol !== 'blob:') faults.push(url.href);
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      console.error(`refused by ${violatedDirective}: ${blockedURI}`);
    });
  });
  await page.goto(portal.address);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
  const elements = page.locator('day-tally');
  // Nobody has come near one yet, and a portal's reader need not.
  expect(portal.requests.filter((path) => path.endsWith('.wasm'))).toEqual([]);

  const known = cases();
  const chosen = ['codec_snappy_v1', 'day_date'].map((name, at) => {
    const found = known.find((each) => each.name === name);
    if (!found) throw new Error(`no case ${name}`);
    return { each: found, element: elements.nth(at) };
  });
  for (const { each, element } of chosen) {
    const [input = ''] = each.inputs;
    await dropFiles(page, [join(input, 'views.parquet')], element);
    const { endDate } = each.options;
    if (endDate) await element.getByLabel('Complete up to').fill(endDate);
  }
  for (const { element } of chosen) await element.getByRole('button', { name: 'Run' }).click();
  for (const { each, element } of chosen) {
    await expect(element.getByRole('tab', { name: /^\s*Snapshot\s+\d/ })).toBeVisible();
    expect(await rowsOf(element, 'monthly')).toEqual(each.expected.get('monthly')?.rows);
    expect(await rowsOf(element, 'gapsDates')).toEqual(each.expected.get('gapsDates')?.rows);
  }

  const [ours, theirs] = chosen.map(({ element }) => element);
  if (!ours || !theirs) throw new Error('there are two');
  // One is looked at without the other.
  await ours.getByRole('tab', { name: /Gaps/ }).click();
  await expect(ours).toHaveAttribute('data-shown', 'gaps');
  await expect(theirs.getByRole('tab', { name: 'Overview' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await expect(theirs.locator('canvas').first()).toBeVisible();

  // Each has the colours that the portal gives it, and nothing else of the portal's.
  const colour = (element: Locator) =>
    element
      .getByRole('button', { name: 'Run again' })
      .evaluate((button) => getComputedStyle(button).backgroundColor);
  expect(await colour(ours)).toBe('rgb(109, 40, 217)');
  expect(await colour(theirs)).toBe('rgb(15, 118, 110)');
  await expect(ours.locator('header')).toBeHidden();
  await expect(theirs.locator('header')).toBeVisible();
  const ink = await ours
    .getByRole('button', { name: 'Choose files' })
    .evaluate((button) => getComputedStyle(button).color);
  expect(ink).not.toBe('rgb(255, 0, 0)');
  expect(faults).toEqual([]);
});

test('a portal names columns, and does without one', async ({ page }) => {
  await page.goto(portal.address);
  const each = cases().find(({ name }) => name === 'codec_snappy_v1');
  const [input = ''] = each?.inputs ?? [];
  const element = page.locator('day-tally').first();
  await element.evaluate((element) => {
    (element as DaytallyElement).columns = { viewCount: null };
  });
  await dropFiles(page, [join(input, 'views.parquet')], element);
  await element.getByRole('button', { name: 'Run' }).click();
  await expect(element.getByRole('tab', { name: /^\s*Snapshot\s+\d/ })).toBeVisible();
  await element.getByRole('tab', { name: /Monthly/ }).click();
  await expect(element.getByRole('tabpanel')).toContainText('can’t be had');
  expect(await rowsOf(element, 'gapsDates')).toEqual(each?.expected.get('gapsDates')?.rows);
});

test('a provider that nobody knows is told before anything is read', async ({ page }) => {
  await page.goto(portal.address);
  const element = page.locator('day-tally').first();
  await element.evaluate((element) => element.setAttribute('provider', 'nobody'));
  await element.getByRole('button', { name: 'Try it with sample data' }).click();
  await expect(element.getByRole('alert')).toContainText(
    'There is no provider "nobody". Expected: simulator, none, or an object that names youtube, http, callback.',
  );
  await element.evaluate((element) => element.setAttribute('provider', 'simulator'));
  await element.getByRole('button', { name: 'Try it with sample data' }).click();
  await expect(element.getByRole('tab', { name: /^\s*Snapshot\s+\d/ })).toBeVisible();
});

test('what files say is text in a portal too', async ({ page }) => {
  const folder = mkdtempSync(join(tmpdir(), 'daytally-names-'));
  const path = join(folder, '<img src=x onerror="window.ran=1">.parquet');
  writeFileSync(path, nastyFile());
  const refused: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') refused.push(message.text());
  });
  await page.goto(portal.address);
  const element = page.locator('day-tally').first();
  const table = element.locator('day-tally-table');
  await dropFiles(page, [path], element);
  await expect(element.getByText(nasty[0] as string).first()).toBeAttached();
  await element.getByRole('button', { name: 'Run' }).click();
  for (const tab of ['Overview', 'Monthly', 'Gaps', 'Snapshot', 'Diagnostics']) {
    await element.getByRole('tab', { name: new RegExp(`^\\s*${tab}`) }).click();
    if (tab === 'Monthly')
      await table
        .getByText(nasty[2] as string)
        .first()
        .waitFor();
    expect(await made(page), tab).toEqual([]);
  }
  expect(refused).toEqual([]);
  rmSync(folder, { recursive: true });
});
