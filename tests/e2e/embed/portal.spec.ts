import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Locator, test } from '@playwright/test';
import { contentPolicy } from '../../../web/policy';
import type { DaytallyElement } from '../../../web/src/portal';
import { cases } from '../support/case';
import { dropFiles } from '../support/firefox';
import { made, nasty, nastyFile } from '../support/nasty';
import { type Host, host } from '../support/static_host';
import { builtPackage } from './built_package';

const root = join(import.meta.dirname, '..', '..', '..');
const policy = contentPolicy();

let portal: Host;

test.beforeAll(async () => {
  const built = await builtPackage();
  portal = await host({ '/daytally/': built, '/': join(root, 'tests', 'portal') }, policy);
});

test.afterAll(async () => {
  await portal.stop();
});

/** Returns the rows of a result as text in the oracle's form. */
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

test('two elements in a portal work independently', async ({ page }) => {
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(message.text());
  });
  page.context().on('request', (request) => {
    const url = new URL(request.url());
    if (!url.href.startsWith(portal.url) && url.protocol !== 'blob:') faults.push(url.href);
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      console.error(`refused by ${violatedDirective}: ${blockedURI}`);
    });
  });
  await page.goto(portal.url);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
  const elements = page.locator('day-tally');
  // The elements load nothing before they are used.
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
    if (endDate) await element.getByLabel('End date').fill(endDate);
  }
  // Each element has the colors that the portal sets.
  const colours = chosen.map(({ element }) =>
    element
      .getByRole('button', { name: 'Analyze' })
      .evaluate((button) => getComputedStyle(button).backgroundColor),
  );
  expect(await Promise.all(colours)).toEqual(['rgb(109, 40, 217)', 'rgb(15, 118, 110)']);
  for (const { element } of chosen) await element.getByRole('button', { name: 'Analyze' }).click();
  for (const { each, element } of chosen) {
    await expect(element.getByRole('tab', { name: /^\s*Snapshot\s+\d/ })).toBeVisible();
    expect(await rowsOf(element, 'monthly')).toEqual(each.expected.get('monthly')?.rows);
    expect(await rowsOf(element, 'gapsDates')).toEqual(each.expected.get('gapsDates')?.rows);
  }

  const [ours, theirs] = chosen.map(({ element }) => element);
  if (!ours || !theirs) throw new Error('there are two');
  // Changing the tab of one element does not affect the other.
  await ours.getByRole('tab', { name: /Gaps/ }).click();
  await expect(ours).toHaveAttribute('data-shown', 'gaps');
  await expect(theirs.getByRole('tab', { name: 'Overview' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await expect(theirs.locator('canvas').first()).toBeVisible();

  // No other style of the portal applies.
  await expect(ours.locator('[part=header]')).toHaveCSS('display', 'none');
  await expect(theirs.locator('[part=header]')).toHaveCSS('display', 'flex');
  const ink = await ours
    .getByRole('button', { name: 'Change' })
    .evaluate((button) => getComputedStyle(button).color);
  expect(ink).not.toBe('rgb(255, 0, 0)');
  expect(faults).toEqual([]);
});

test('a portal names columns, and omits one', { tag: '@chromium' }, async ({ page }) => {
  await page.goto(portal.url);
  const each = cases().find(({ name }) => name === 'codec_snappy_v1');
  const [input = ''] = each?.inputs ?? [];
  const element = page.locator('day-tally').first();
  await element.evaluate((element) => {
    (element as DaytallyElement).columns = { viewCount: null };
  });
  await dropFiles(page, [join(input, 'views.parquet')], element);
  await element.getByRole('button', { name: 'Analyze' }).click();
  await expect(element.getByRole('tab', { name: /^\s*Snapshot\s+\d/ })).toBeVisible();
  await element.getByRole('tab', { name: /Monthly/ }).click();
  await expect(element.getByRole('tabpanel')).toContainText('Needs a column that is set to None.');
  expect(await rowsOf(element, 'gapsDates')).toEqual(each?.expected.get('gapsDates')?.rows);
});

test('no value of a property or an attribute breaks the element', async ({ page }) => {
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  await page.goto(portal.url);
  const element = page.locator('day-tally').first();
  const wrong = await element.evaluate(async (each) => {
    const element = each as DaytallyElement & Record<string, unknown>;
    const codes: string[] = [];
    element.addEventListener('error', (event) => {
      codes.push((event as unknown as CustomEvent<{ code: string }>).detail.code);
    });
    const good = {
      workers: 2,
      memory: 64,
      workerUrl: '/daytally/worker.js',
      wasmUrl: '/daytally/daytally.wasm',
      endDate: '2023-03-01',
      runDate: '2023-04-19',
      timezone: 'Asia/Kolkata',
      provider: 'none',
      tab: 'gaps',
      tabs: 'gaps monthly',
      autorun: true,
      asFiles: true,
      tableVersion: 3,
      columns: { viewCount: 'viewCount' },
      dateFormats: { date: '%d/%m/%Y' },
      src: '',
    };
    const junk = [5n, Symbol('s'), new Date(), [], [null], new Map(), Number.NaN, { views: 1 }];
    const found: string[] = [];
    const text = (value: unknown) => JSON.stringify(value) ?? 'undefined';
    for (const [name, value] of Object.entries(good)) {
      const attribute = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      element[name] = undefined;
      const before = text(element[name]);
      element[name] = value;
      for (const bad of junk) {
        codes.length = 0;
        element[name] = bad;
        await element.updateComplete;
        if (text(element[name]) !== text(value))
          found.push(`${name} became ${text(element[name])}`);
        if (codes.join() !== 'invalid_option') found.push(`${name}: ${codes.join() || 'no error'}`);
      }
      const seen = element.shadowRoot?.querySelector('[role=alert]')?.textContent ?? '';
      if (!seen.includes(`"${name}`)) found.push(`${name} is not shown: ${seen}`);
      codes.length = 0;
      for (const absent of [undefined, null]) {
        element[name] = value;
        element[name] = absent;
        await element.updateComplete;
        if (text(element[name]) !== before)
          found.push(`${name} without a value: ${text(element[name])}`);
      }
      element.setAttribute(attribute, '');
      element.removeAttribute(attribute);
      await element.updateComplete;
      if (text(element[name]) !== before)
        found.push(`${attribute} removed: ${text(element[name])}`);
      if (codes.length > 0) found.push(`${name}: ${codes.join()} for nothing`);
      if (element.shadowRoot?.querySelector('.refused')) found.push(`${name}: still refused`);
    }
    for (const [attribute, bad] of [
      ['columns', '{viewCount: plays}'],
      ['columns', 'null'],
      ['columns', '{"constructor": "date"}'],
      ['workers', 'many'],
      ['end-date', '18.4.2023'],
      ['tab', 'weekly'],
      ['tabs', 'monthly weekly'],
      ['provider', 'unknown'],
      ['src', 'data:text/plain,PAR1'],
      ['src', 'blob:http://127.0.0.1/1'],
      ['src', 'javascript:alert(1)'],
      ['src', 'http://user:secret@data.example/a.parquet'],
      ['src', 'http://'],
    ] as const) {
      codes.length = 0;
      element.setAttribute(attribute, bad);
      await element.updateComplete;
      const seen = element.shadowRoot?.querySelector('.refused')?.textContent ?? '';
      if (codes.join() !== 'invalid_option') found.push(`${attribute}=${bad}: ${codes.join()}`);
      if (!seen.includes('expected') && !seen.includes('Expected')) found.push(`${bad}: ${seen}`);
      element.removeAttribute(attribute);
    }
    return found;
  });
  expect(wrong).toEqual([]);
  // The element still works.
  const each = cases().find(({ name }) => name === 'codec_snappy_v1');
  const [input = ''] = each?.inputs ?? [];
  await dropFiles(page, [join(input, 'views.parquet')], element);
  await element.getByRole('button', { name: 'Analyze' }).click();
  await expect(element.getByRole('tab', { name: /^\s*Monthly views\s+\d/ })).toBeVisible();
  expect(await rowsOf(element, 'monthly')).toEqual(each?.expected.get('monthly')?.rows);
  expect(faults).toEqual([]);
});

test('settings apply before the URL in `src` is opened', async ({ page }) => {
  await page.goto(portal.url);
  const failure = await page.evaluate(async () => {
    const element = document.createElement('day-tally');
    const failed = new Promise((resolve) => {
      element.addEventListener('error', (event) =>
        resolve((event as unknown as CustomEvent).detail),
      );
    });
    // Worst case: the source is set first.
    element.setAttribute('src', '/daytally/views.parquet');
    element.setAttribute('autorun', '');
    element.setAttribute('worker-url', '/nothere.js');
    element.setAttribute('workers', '1');
    document.body.append(element);
    return [await failed, (element as DaytallyElement).analyzer.workers];
  });
  expect(failure).toMatchObject([{ code: 'not_loaded' }, 1]);
  expect(JSON.stringify(failure)).toContain('/nothere.js');
});

test('`run` waits for what `src` opens', { tag: '@chromium' }, async ({ page }) => {
  const found = cases().find(({ name }) => name === 'codec_snappy_v1');
  const [input = ''] = found?.inputs ?? [];
  await page.route('**/later.parquet', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    await route.fulfill({ path: join(input, 'views.parquet') });
  });
  await page.goto(portal.url);
  const rows = await page.evaluate(async () => {
    const run = async (autorun: boolean) => {
      const element = document.createElement('day-tally') as DaytallyElement;
      element.autorun = autorun;
      document.body.append(element);
      element.src = 'later.parquet';
      const ended: string[] = [];
      element.addEventListener('statechange', ({ detail }) => ended.push(detail.phase));
      const results = await element.run();
      const { rows } = await results.rows('monthly', 0, 1000);
      element.remove();
      return [rows.length, ended.filter((phase) => phase === 'merging').length > 0];
    };
    const absent = document.createElement('day-tally') as DaytallyElement;
    document.body.append(absent);
    absent.src = 'nothere.parquet';
    const failure = await absent.run().catch(({ code }: { code: string }) => code);
    const nothing = document.createElement('day-tally') as DaytallyElement;
    document.body.append(nothing);
    const none = await nothing.run().catch(({ code }: { code: string }) => code);
    return [await run(false), await run(true), failure, none];
  });
  const expected = found?.expected.get('monthly')?.rows.length;
  expect(rows).toEqual([[expected, true], [expected, true], 'io', 'no_input']);
});

test('markup from files stays text in a portal too', { tag: '@chromium' }, async ({ page }) => {
  const folder = mkdtempSync(join(tmpdir(), 'daytally-names-'));
  const path = join(folder, '<img src=x onerror="window.ran=1">.parquet');
  writeFileSync(path, nastyFile());
  const refused: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') refused.push(message.text());
  });
  await page.goto(portal.url);
  const element = page.locator('day-tally').first();
  const table = element.locator('day-tally-table');
  await dropFiles(page, [path], element);
  await expect(element.getByText(nasty[0] as string).first()).toBeAttached();
  await element.getByRole('button', { name: 'Analyze' }).click();
  for (const tab of ['Overview', 'Monthly', 'Gaps', 'Snapshot', 'Data quality']) {
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
