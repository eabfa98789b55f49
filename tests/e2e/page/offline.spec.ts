import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import { contentPolicy } from '../../../web/policy';
import { answers } from '../support/answers';
import { type Host, host } from '../support/static_host';

const dist = join(import.meta.dirname, '..', '..', '..', 'dist');
const policy = contentPolicy();

/** The built page in a subfolder; a test can replace it by another version. */
interface Served {
  readonly host: Host;
  readonly folder: string;
  readonly url: string;
}

const test = base.extend<{ served: Served; faults: string[] }>({
  served: async ({ browserName: _ }, use) => {
    const root = mkdtempSync(join(tmpdir(), 'daytally-offline-'));
    const folder = join(root, 'dist');
    cpSync(dist, folder, { recursive: true });
    const own = await host({ '/tools/views/': folder }, policy);
    await use({ host: own, folder, url: `${own.url}tools/views/` });
    await own.stop();
    rmSync(root, { recursive: true });
  },
  faults: async ({ page }, use) => {
    const faults: string[] = [];
    page.on('pageerror', ({ message }) => faults.push(message));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) faults.push(message.text());
    });
    await use(faults);
    expect(faults).toEqual([]);
  },
});

/** Opens the page and waits until the browser has cached all of it. */
async function openAndCache(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.evaluate(async () => {
    const { serviceWorker } = navigator;
    if (serviceWorker.controller) return;
    await new Promise((resolve) => serviceWorker.addEventListener('controllerchange', resolve));
  });
}

/** Runs the sample and waits for all results and a chart. */
async function runSample(page: Page) {
  await page.getByRole('button', { name: 'Use sample data' }).click();
  await page.locator('day-tally-plot canvas').first().waitFor();
  await expect(page.getByRole('tab', { name: /^\s*Snapshot\s+\d/ })).toBeVisible();
  return (await answers(page)).tables;
}

test('works without a network after the first visit', async ({ page, served, faults: _ }) => {
  await openAndCache(page, `${served.url}?workers=2`);
  const online = await runSample(page);
  expect(online.monthly?.rows.length).toBeGreaterThan(100);
  await served.host.stop();
  // Options are in the URL, so this is another URL of the same page.
  await page.goto(`${served.url}?workers=1&end-date=2023-04-18`);
  await expect(page.getByRole('heading', { name: 'Daytally' })).toBeVisible();
  await page.locator('day-tally [part=page]').waitFor();
  expect(await runSample(page)).toEqual(online);
});

test("caches and answers only requests for the page's own files", async ({
  page,
  served,
  faults: _,
}) => {
  await openAndCache(page, served.url);
  writeFileSync(join(served.folder, 'views.parquet'), 'not the page’s');
  const requested = served.host.requests.length;
  const text = await page.evaluate(async () => {
    const headers = { Range: 'bytes=0-2' };
    return await (await fetch('./views.parquet', { headers, cache: 'no-store' })).text();
  });
  expect(text).toBe('not the page’s');
  expect(served.host.requests.slice(requested)).toEqual(['/tools/views/views.parquet']);
  const kept = await page.evaluate(async () => {
    const names: string[] = [];
    for (const name of await caches.keys()) {
      for (const { url } of await (await caches.open(name)).keys())
        names.push(new URL(url).pathname);
    }
    return names.sort();
  });
  const files = readdirSync(served.folder, { recursive: true, encoding: 'utf8' });
  const pages = files.filter((name) => /\.(html|js|css|wasm|svg|webmanifest)$/.test(name));
  const wanted = pages.filter((name) => name !== 'service-worker.js');
  expect(kept).toEqual(wanted.map((name) => `/tools/views/${name}`).sort());
});

test('a page in a frame comes from the server, with its current policy', async ({
  page,
  served,
}) => {
  await openAndCache(page, served.url);
  const around = mkdtempSync(join(tmpdir(), 'daytally-around-'));
  writeFileSync(join(around, 'index.html'), `<iframe src="${served.url}"></iframe>`);
  const portal = await host({ '/': around }, 'frame-src http:');
  const before = served.host.requests.length;
  await page.goto(portal.url);
  await expect.poll(() => served.host.requests.slice(before)).toContain('/tools/views/');
  await portal.stop();
  rmSync(around, { recursive: true });
});

test('an open tab keeps its version until it closes', async ({ page, served, context }) => {
  await openAndCache(page, served.url);
  publishAnother(served.folder);
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration?.update();
    const coming = registration?.installing ?? registration?.waiting;
    await new Promise<void>((resolve) => {
      const look = () => (registration?.waiting ? resolve() : undefined);
      coming?.addEventListener('statechange', look);
      look();
    });
  });
  // The host has no old files, but the tab still has all of them, even after a reload.
  await runSample(page);
  await page.reload();
  await expect(page).toHaveTitle('Daytally');
  await runSample(page);
  // The new version takes over shortly after the last tab closes.
  let next = page;
  await expect(async () => {
    await next.close();
    next = await context.newPage();
    await next.goto(served.url);
    await expect(next).toHaveTitle('Daytally, another version', { timeout: 1_000 });
  }).toPass();
  await runSample(next);
});

/** Replaces the page by another version, in which all hashed file names differ. */
function publishAnother(folder: string): void {
  const names = readdirSync(join(folder, 'assets'));
  const other = (name: string) => name.replace(/(\.\w+)$/, '-another$1');
  for (const name of names) {
    renameSync(join(folder, 'assets', name), join(folder, 'assets', other(name)));
  }
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((each) => /\.(js|html)$/.test(each))) {
    const path = join(folder, file);
    const text = names.reduce((old, name) => old.replaceAll(name, other(name)), read(path));
    const revised = text.replace(/("?revision"?:\s*")\w+(")/g, '$1another$2');
    writeFileSync(path, revised.replace('<title>Daytally<', '<title>Daytally, another version<'));
  }
}

function read(path: string): string {
  return readFileSync(path, 'utf8');
}
