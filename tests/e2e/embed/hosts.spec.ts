import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Page } from '@playwright/test';
import { contentPolicy } from '../../../web/policy';
import { answers } from '../support/answers';
import { App, expect, test } from '../support/app';
import { fixture } from '../support/case';
import { type Host, host } from '../support/static_host';

const dist = join(import.meta.dirname, '..', '..', '..', 'dist');
const tiny = 0.01;
/** A policy that lets any page embed this one. */
const framed = contentPolicy([], ['http:']);

/** Replaces the host of a URL by a name that browsers do not trust without https. */
function withHost(url: string, name: string): string {
  return url.replace('127.0.0.1', name);
}

/** Serves a page with a frame. */
async function portal(folder: string, frame: string): Promise<Host> {
  mkdirSync(folder, { recursive: true });
  const page = `<!doctype html><title>Portal</title><link rel="icon" href="data:,"><iframe ${frame} width="1200" height="900"></iframe>`;
  writeFileSync(join(folder, 'index.html'), page);
  return await host({ '/': folder });
}

/** Starts a run of the sample data in a frame. */
async function runsSample(frame: FrameLocator): Promise<void> {
  await frame.getByRole('button', { name: 'Use sample data' }).click();
}

/** Records the errors of a page and its frames. */
function faultsOf(page: Page): string[] {
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  return faults;
}

test('over plain http everything works except spilling, which is reported @chromium', async ({
  page,
  baseURL,
}) => {
  const secure = new App(page, baseURL);
  await secure.open(2);
  await secure.sample();
  await expect(page.getByText('Spilling to disk is off')).toBeHidden();
  const whole = await answers(page);

  const served = await host({ '/': dist }, contentPolicy());
  const app = new App(page, withHost(served.url, 'daytally.test'));
  await app.open(2, tiny);
  expect(await page.evaluate(() => isSecureContext)).toBe(false);
  await app.sample();
  await expect(
    page.getByText('Spilling to disk is off here, because the page is not served over https.'),
  ).toBeVisible();
  const found = await answers(page);
  expect(found.tables).toEqual(whole.tables);
  expect(found.spilled).toBe(0);
  await app.tab('Monthly').click();
  const { name, bytes } = await app.saves(() => app.exports('CSV'));
  expect(name).toBe('sample_monthly_2022-10-01_2023-04-18.csv');
  expect(bytes.toString().split('\r\n').length).toBe((found.tables.monthly?.rows.length ?? 0) + 2);
  // Copying works without the Clipboard API.
  await app.table.getByRole('gridcell').first().click();
  await page.keyboard.press('ControlOrMeta+c');
  await expect(page.getByText('Copied 1 cell.')).toBeVisible();
  await page.evaluate(() => document.body.appendChild(document.createElement('textarea')).focus());
  await page.keyboard.press('ControlOrMeta+v');
  await expect(page.locator('textarea')).toHaveValue(found.tables.monthly?.rows[0]?.[0] as string);
  expect(app.faults).toEqual([]);
  await served.stop();
});

test('in a frame of another site with storage blocked, a run works in memory @chromium', async ({
  page,
}, info) => {
  const served = await host({ '/': dist }, framed);
  const src = `${withHost(served.url, 'localhost')}?workers=2&memory=${tiny}`;
  const around = await portal(info.outputPath('portal'), `src="${src}"`);
  const faults = faultsOf(page);
  await page.goto(around.url);
  const frame = page.frameLocator('iframe');
  await runsSample(frame);
  await expect(frame.getByRole('tab', { name: 'Monthly' })).toBeVisible();
  const refused = await page.frames()[1]?.evaluate(() => {
    try {
      return String(localStorage.length);
    } catch (thrown) {
      return (thrown as Error).name;
    }
  });
  expect(refused).toBe('SecurityError');
  await expect(
    frame.getByText('Spilling to disk is off here, because this browser gives the page no private'),
  ).toBeVisible();
  await frame.getByRole('tab', { name: 'Monthly' }).click();
  const saved = page.waitForEvent('download');
  await frame.getByText('Export', { exact: true }).click();
  await frame.getByRole('button', { name: 'CSV', exact: true }).click();
  expect((await saved).suggestedFilename()).toMatch(/^sample_monthly_.*\.csv$/);
  // A second run works as well.
  await frame.getByRole('button', { name: 'Analyze again' }).click();
  await page.frames()[1]?.waitForFunction(() => {
    return document.querySelector('day-tally')?.analyzer.state.phase === 'done';
  });
  await expect(frame.getByRole('tab', { name: 'Monthly' })).toBeVisible();
  expect(faults).toEqual([]);
  await Promise.all([around.stop(), served.stop()]);
});

for (const { what, policy, cors, starts, works } of [
  {
    what: 'a host without CORS, the page names what the frame needs',
    policy: framed,
    cors: {},
    starts: false,
    works: false,
  },
  {
    what: 'a host with CORS and a policy, the page names what the frame needs',
    policy: framed,
    cors: { 'Access-Control-Allow-Origin': '*' },
    starts: true,
    works: false,
  },
  {
    what: 'a host with CORS alone, a run works',
    policy: '',
    cors: { 'Access-Control-Allow-Origin': '*' },
    starts: true,
    works: true,
  },
]) {
  test(`in a sandboxed frame of ${what} @chromium`, async ({ page }, info) => {
    const served = await host({ '/': dist }, policy, cors);
    const frameOf = `sandbox="allow-scripts" src="${served.url}?workers=2"`;
    const around = await portal(info.outputPath('portal'), frameOf);
    const rejected: string[] = [];
    page.on('pageerror', ({ message }) => rejected.push(message));
    await page.goto(around.url);
    const frame = page.frameLocator('iframe');
    if (starts) await runsSample(frame);
    if (works) await expect(frame.getByRole('tab', { name: 'Monthly' })).toBeVisible();
    else {
      const message = frame.locator('p', { hasText: /did not start.*allow-same-origin/s });
      await expect(message).toBeVisible({ timeout: 10_000 });
    }
    expect(rejected).toEqual([]);
    await Promise.all([around.stop(), served.stop()]);
  });
}

test('a run works in memory if site data are blocked and reading them throws @chromium', async ({
  page,
  baseURL,
}) => {
  const faults = faultsOf(page);
  await page.addInitScript(() => {
    const get = () => {
      throw new DOMException('denied', 'SecurityError');
    };
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) {
      Object.defineProperty(window, name, { get });
    }
    for (const name of ['storage', 'locks', 'serviceWorker']) {
      Object.defineProperty(Navigator.prototype, name, { get });
    }
    Reflect.deleteProperty(window, 'showSaveFilePicker');
  });
  await page.goto(`${baseURL}?workers=2&memory=${tiny}`);
  const app = new App(page, baseURL);
  await app.sample();
  await expect(page.getByText('Spilling to disk is off here')).toBeVisible();
  await app.tab('Monthly').click();
  expect((await app.saves(() => app.exports('CSV'))).name).toMatch(/^sample_monthly_.*\.csv$/);
  // The service worker is registered some time after the page has loaded.
  await page.waitForTimeout(2_500);
  expect(faults).toEqual([]);
});

test('text that a translator has replaced is still updated @chromium', async ({ app, page }) => {
  await app.open(2);
  await app.sample();
  await app.tab('Monthly').click();
  await app.cells(1);
  const translated = await page.evaluate(() => {
    let count = 0;
    const walk = (root: Node) => {
      const walker = document.createTreeWalker(
        root,
        NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT,
      );
      const texts: Text[] = [];
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node instanceof Element && node.shadowRoot) walk(node.shadowRoot);
        if (node instanceof Text && node.data.trim() && node.parentElement?.tagName !== 'STYLE')
          texts.push(node);
      }
      for (const text of texts) {
        const outer = document.createElement('font');
        outer.appendChild(document.createElement('font')).textContent = text.data;
        text.replaceWith(outer);
        count += 1;
      }
    };
    walk(document.body);
    return count;
  });
  expect(translated).toBeGreaterThan(100);
  const { tables } = await answers(page);
  const rows = tables.monthly?.rows ?? [];
  expect(rows.length).toBeGreaterThan(100);
  // The visible cells show other rows now.
  await page.getByRole('grid').focus();
  await page.keyboard.press('ControlOrMeta+End');
  const last = [rows.length.toLocaleString('en-US'), ...(rows.at(-1)?.slice(0, 3) ?? [])];
  await expect.poll(async () => (await app.cells(rows.length)).slice(0, 4)).toEqual(last);
  // Results of other files are shown without traces of the translated text.
  await app.drop(fixture('codec_snappy_v1', 'input'));
  await app.reach('ready');
  await app.runs();
  const read = (await answers(page)).diagnostics?.rows;
  await expect(
    page.getByText(`${Number(read).toLocaleString('en-US')} rows · 1 file`),
  ).toBeVisible();
  await expect(page.getByText('18,074 rows')).toHaveCount(0);
});

for (const { where, workersBegin, init, policy } of [
  { where: 'the page', init: true, workersBegin: '', policy: contentPolicy() },
  {
    where: 'the workers',
    init: false,
    workersBegin: 'delete globalThis.WebAssembly;\n',
    policy: contentPolicy(),
  },
  {
    where: 'the policy',
    init: false,
    workersBegin: '',
    policy: contentPolicy().replace(" 'wasm-unsafe-eval'", ''),
  },
]) {
  test(`without WebAssembly in ${where}, an error names the remedy @chromium`, async ({ page }) => {
    const served = await host({ '/': dist }, policy);
    if (init) await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'WebAssembly'));
    await page.route(/entry-[^/]*\.js$/, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: workersBegin + (await response.text()) });
    });
    await page.goto(`${served.url}?workers=1`);
    await page.getByRole('button', { name: 'Use sample data' }).click();
    const message = where === 'the policy' ? "Add 'wasm-unsafe-eval'" : 'Lockdown Mode';
    await expect(page.getByRole('alert')).toContainText(message);
    await expect(page.getByRole('alert')).not.toContainText('wasmUrl');
    await served.stop();
  });
}
