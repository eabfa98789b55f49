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
import { contentPolicy } from '../../web/policy';
import { answers } from './answers';
import { type Host, host } from './static_host';

const dist = join(import.meta.dirname, '..', '..', 'dist');
const policy = contentPolicy();

/** The built page in a subfolder, of which a test can make another version. */
interface Served {
  readonly host: Host;
  readonly folder: string;
  readonly address: string;
}

const test = base.extend<{ served: Served; faults: string[] }>({
  served: async ({ browserName: _ }, use) => {
    const root = mkdtempSync(join(tmpdir(), 'daytally-offline-'));
    const folder = join(root, 'dist');
    cpSync(dist, folder, { recursive: true });
    const own = await host({ '/tools/views/': folder }, policy);
    await use({ host: own, folder, address: `${own.address}tools/views/` });
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

/** Opens the page and waits until the browser keeps all of it. */
async function openAndKeep(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.evaluate(async () => {
    const { serviceWorker } = navigator;
    if (serviceWorker.controller) return;
    await new Promise((resolve) => serviceWorker.addEventListener('controllerchange', resolve));
  });
}

/** Runs the sample and waits for all of the results and a picture. */
async function runSample(page: Page) {
  await page.getByRole('button', { name: 'Try it with sample data' }).click();
  await page.locator('day-tally-plot canvas').first().waitFor();
  await expect(page.getByRole('tab', { name: /^\s*Snapshot\s+\d/ })).toBeVisible();
  return (await answers(page)).tables;
}

test('works without a network once it was loaded', async ({ page, served, faults: _ }) => {
  await openAndKeep(page, `${served.address}?workers=2`);
  const online = await runSample(page);
  expect(online.monthly?.rows.length).toBeGreaterThan(100);
  await served.host.stop();
  // Another address of the same page: what is entered stands in it.
  await page.goto(`${served.address}?workers=1&end-date=2023-04-18`);
  await expect(page.getByRole('heading', { name: 'Daytally' })).toBeVisible();
  expect(await runSample(page)).toEqual(online);
});

test('keeps out of the way of everything else', async ({ page, served, faults: _ }) => {
  await openAndKeep(page, served.address);
  writeFileSync(join(served.folder, 'views.parquet'), 'not the page’s');
  const asked = served.host.requests.length;
  const text = await page.evaluate(async () => {
    const headers = { Range: 'bytes=0-2' };
    return await (await fetch('./views.parquet', { headers, cache: 'no-store' })).text();
  });
  expect(text).toBe('not the page’s');
  expect(served.host.requests.slice(asked)).toEqual(['/tools/views/views.parquet']);
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

test('in a frame the page is its server’s, with the policy of today', async ({ page, served }) => {
  await openAndKeep(page, served.address);
  const around = mkdtempSync(join(tmpdir(), 'daytally-around-'));
  writeFileSync(join(around, 'index.html'), `<iframe src="${served.address}"></iframe>`);
  const portal = await host({ '/': around }, 'frame-src http:');
  const before = served.host.requests.length;
  await page.goto(portal.address);
  await expect.poll(() => served.host.requests.slice(before)).toContain('/tools/views/');
  await portal.stop();
  rmSync(around, { recursive: true });
});

test('an open tab keeps its version until it is closed', async ({ page, served, context }) => {
  await openAndKeep(page, served.address);
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
  // The host has none of the old files any more; the tab has all of them, after a reload too.
  await runSample(page);
  await page.reload();
  await expect(page).toHaveTitle('Daytally');
  await runSample(page);
  // The new one takes over a moment after the last tab is closed; one opened before is of the old.
  let next = page;
  await expect(async () => {
    await next.close();
    next = await context.newPage();
    await next.goto(served.address);
    await expect(next).toHaveTitle('Daytally, another version', { timeout: 1_000 });
  }).toPass();
  await runSample(next);
});

/** Puts another version in the place of the page's: every name with a hash is another one. */
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
