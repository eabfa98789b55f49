import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { answers, runWith } from '../support/answers';
import { App, test as base, expect } from '../support/app';
import { cases, fixture } from '../support/case';
import { Host } from '../support/host';
import { program, secret, Weed } from './weed';

const session = 'sesame-session';

/** A page under its policy, and an object store on another origin. */
const test = base.extend<{ host: Host; there: App }, { weed: Weed }>({
  weed: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern.
    async ({}, use) => {
      const weed = await Weed.start();
      const input = (name: string) => join(fixture(name), 'input');
      await weed.putFolder(input('random_mixed'), 'plain/');
      const odd = (path: string) => path.replace('part-0', '100% a+b&ü');
      await weed.putFolder(input('hive_two_keys'), 'x y%20&+/ü/', odd);
      await weed.putFolder(fixture('..', 'tables', 'page', 'a table'), 'a table/');
      await use(weed);
      await weed.stop();
    },
    { scope: 'worker' },
  ],
  host: async ({ weed }, use) => {
    const host = await Host.start();
    host.connect = [weed.url];
    await use(host);
    await host.stop();
  },
  there: async ({ page, host }, use) => use(new App(page, host.url)),
});

interface Keys {
  readonly id?: string;
  readonly secret?: string;
  readonly session?: string;
  readonly endpoint?: string;
}

async function enter({ page }: App, url: string, keys: Keys): Promise<void> {
  await page.getByRole('button', { name: 'Open URL' }).click();
  await page.getByLabel('Parquet URLs').fill(url);
  const labels = {
    id: 'Access key ID',
    secret: 'Secret access key',
    session: 'Session token',
    endpoint: 'Endpoint',
  };
  for (const [name, label] of Object.entries(labels)) {
    await page.getByLabel(label).fill(keys[name as keyof Keys] ?? '');
  }
  const host = new URL(keys.endpoint ?? 'https://views.s3.us-east-1.amazonaws.com').host;
  const form = page.locator('day-tally-keys');
  await expect(form).toContainText(`Requests go to ${host}.`);
  const lasts = keys.id && keys.secret && !keys.session;
  await expect(form.getByText('This key does not expire.')).toHaveCount(lasts ? 1 : 0);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
}

/** Runs the open fixture and compares the results with the oracle's. */
async function check(app: App, name: string): Promise<void> {
  const found = cases().find((each) => each.name === name);
  if (!found) throw new Error(`no case has the name ${name}`);
  const { options, expected } = found;
  expect(expected.size).toBeGreaterThan(4);
  await app.reach('ready', 'failed');
  await runWith(app.page, options);
  const { phase, tables, problems } = await answers(app.page);
  expect(problems).toEqual([]);
  expect(phase).toBe('done');
  for (const [kind, table] of expected) expect(tables[kind], kind).toEqual(table);
}

/** Everything that the page keeps or shows. */
async function kept(page: Page): Promise<string> {
  return await page.evaluate(async () => {
    const bases = await indexedDB.databases();
    const stored = await Promise.all(
      bases.map(({ name = '' }) => {
        return new Promise<unknown>((resolve) => {
          const open = indexedDB.open(name);
          open.onsuccess = () => {
            const stores = [...open.result.objectStoreNames];
            if (stores.length === 0) return resolve(name);
            const all = open.result
              .transaction(stores)
              .objectStore(stores[0] ?? '')
              .getAll();
            all.onsuccess = () => resolve(all.result);
          };
        });
      }),
    );
    const texts = (root: ParentNode): string => {
      const inner = [...root.querySelectorAll('*')].map(({ shadowRoot }) => {
        return shadowRoot ? texts(shadowRoot) : '';
      });
      return `${root.textContent} ${inner.join(' ')}`;
    };
    const element = document.querySelector('day-tally');
    const { analyzer } = element as unknown as { analyzer: { manifest(kind: string): unknown } };
    const manifest = await Promise.resolve(analyzer.manifest('monthly')).catch(() => undefined);
    const storage = [{ ...localStorage }, { ...sessionStorage }, history.state, location.href];
    return JSON.stringify([...storage, stored, manifest, element?.outerHTML, texts(document)]);
  });
}

test.describe('a bucket', () => {
  test.skip(!program, 'DAYTALLY_WEED is not set, so there is no SeaweedFS');

  test('folders and tables of a bucket are read, and its keys are stored nowhere', async ({
    there,
    page,
    weed,
  }) => {
    const keys = { id: 'AKIAREADER', secret, endpoint: weed.url };
    const logged: string[] = [];
    const sent: string[] = [];
    page.on('console', (message) => logged.push(message.text()));
    page.context().on('request', (request) => {
      sent.push(`${request.method()} ${request.url()}`);
    });
    await there.open();
    await enter(there, 's3://views/x y%20&+/ü', keys);
    await check(there, 'hive_two_keys');
    await there.openOther();
    await enter(there, 's3://views/plain/', keys);
    await check(there, 'random_mixed');
    expect(await kept(page)).toContain('plain/part-0.parquet');
    await there.openOther();
    await enter(there, 's3://views/a table/', keys);
    await there.reach('ready');
    await there.runs();
    const { tables, problems } = await answers(page);
    const expected = JSON.parse(
      readFileSync(fixture('..', 'tables', 'page', 'expected.json'), 'utf8'),
    );
    expect(problems).toEqual([]);
    expect(tables.monthly?.rows.map((row) => row.slice(0, 4))).toEqual(expected[5].monthly);
    const all = [await kept(page), ...logged].join('\n');
    for (const hidden of ['sesame', 'AKIAREADER', 'X-Amz-']) expect(all).not.toContain(hidden);
    const toStore = sent.filter((each) => each.includes(weed.url));
    expect(toStore.length).toBeGreaterThan(10);
    // No preflight, and no unsigned request.
    expect(toStore.filter((each) => !/^GET .*[?&]X-Amz-Signature=/.test(each))).toEqual([]);
    expect(sent.filter((each) => each.includes('sesame'))).toEqual([]);
  });

  test('a folder of more than ten thousand keys is listed to its end', async ({ there, weed }) => {
    test.setTimeout(180_000);
    const keys = { id: 'AKIAREADER', secret, endpoint: weed.url };
    const notes = Array.from({ length: 10_050 }, (_, number) => `many/${number}/_note`);
    await weed.putAll(notes, Buffer.from('note'));
    await weed.putFolder(join(fixture('random_mixed'), 'input'), 'many/z/');
    await there.open();
    await enter(there, 's3://views/many/', keys);
    await check(there, 'random_mixed');
  });

  test('errors of a store are reported once', async ({ host, there, page, weed }) => {
    const reader = { id: 'AKIAREADER', secret, endpoint: weed.url };
    await there.open();
    for (const [url, keys, words] of [
      ['s3://views/plain/', { secret: 'sesame-wrong' }, 'the store refuses the signature'],
      ['s3://views/plain/', { id: 'AKIAUNKNOWN' }, 'does not know the id of the access key'],
      ['s3://views/plain/', { id: 'AKIAUNLISTED' }, 'does not allow this to these credentials'],
      ['s3://views/plain/', { id: '', secret: '' }, 'to requests without credentials'],
      ['s3://views/plain/', { session }, 'from 127.0.0.1'],
      ['s3://views/none/', {}, 's3://views/none/ has no objects'],
      ['s3://nobucket/v', {}, 'there is no such bucket'],
      ['s3://views/a table/channel_id=UCa/', {}, '_delta_log/ is in a table/'],
    ] as const) {
      await enter(there, url, { ...reader, ...keys });
      await there.reach('failed');
      const alert = page.getByRole('alert').filter({ hasText: /\S/ });
      await expect(alert).toHaveCount(1);
      await expect(alert).toContainText(words);
      await expect(page.locator('day-tally')).not.toContainText('sesame');
      await there.openOther();
    }
    host.connect = [];
    await there.open();
    await enter(there, 's3://views/plain/', reader);
    await there.reach('failed');
    const { host: name } = new URL(weed.url);
    await expect(page.getByRole('alert').filter({ hasText: /\S/ })).toContainText(
      `security policy blocks ${name}`,
    );
  });
});

test.describe('a bucket that fails', () => {
  test.skip(!program, 'DAYTALLY_WEED is not set, so there is no SeaweedFS');

  interface Fault {
    readonly status: number;
    readonly code: string;
    readonly more?: string;
  }

  test('its errors are named, and its region is found', async ({ there, page, weed }) => {
    let fault: (url: URL) => Fault | undefined = () => undefined;
    await page.route(`${weed.url}/**`, async (route) => {
      const found = fault(new URL(route.request().url()));
      if (!found) return await route.continue();
      const { status, code, more = '' } = found;
      const body = `<Error><Code>${code}</Code>${more}</Error>`;
      await route.fulfill({ status, body, headers: { 'Access-Control-Allow-Origin': '*' } });
    });
    const keys = { id: 'AKIAREADER', secret, endpoint: weed.url };
    await there.open();
    const times = '<RequestTime>20300101T000000Z</RequestTime><ServerTime>2026-11-29</ServerTime>';
    for (const [status, code, more, words] of [
      [400, 'ExpiredToken', '', 'the session of the credentials has expired'],
      [403, 'RequestTimeTooSkewed', times, 'the clock of this machine differs'],
      [403, 'RequestTimeTooSkewed', times, "the server's time, 2026-11-29"],
      [301, 'PermanentRedirect', '', 'in another region, which the store does not name'],
    ] as const) {
      fault = () => ({ status, code, more });
      await enter(there, 's3://views/plain/', keys);
      await there.reach('failed');
      const alert = page.getByRole('alert').filter({ hasText: /\S/ });
      await expect(alert).toHaveCount(1);
      await expect(alert).toContainText(words);
      await there.openOther();
    }
    const busy = new Set<string>();
    fault = ({ pathname, searchParams }) => {
      if (!searchParams.get('X-Amz-Credential')?.includes('/eu-central-1/')) {
        const more = '<Region>eu-central-1</Region>';
        return { status: 400, code: 'AuthorizationHeaderMalformed', more };
      }
      if (busy.has(pathname)) return undefined;
      busy.add(pathname);
      return { status: 503, code: 'SlowDown' };
    };
    await enter(there, 's3://views/plain/', keys);
    await check(there, 'random_mixed');
    expect(busy.size).toBeGreaterThan(2);
  });
});

base('a folder that a server lists is read', { tag: '@chromium' }, async ({ page }) => {
  const folder = mkdtempSync(join(tmpdir(), 'daytally-index-'));
  symlinkSync(join(import.meta.dirname, '..', '..', '..', 'dist'), join(folder, 'dist'));
  const odd = join(folder, 'x y%20&+', 'ü');
  cpSync(join(fixture('hive_two_keys'), 'input'), odd, { recursive: true });
  writeFileSync(join(odd, 'README'), 'This server has no ranges.');
  const { url, child } = await indexServer(folder);
  try {
    const app = new App(page, `${url}dist/`);
    await app.open();
    await page.getByRole('button', { name: 'Open URL' }).click();
    await page.getByLabel('Parquet URLs').fill(`${url}x%20y%2520%26%2B/%C3%BC/`);
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await check(app, 'hive_two_keys');
  } finally {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Serves a folder with Python's own server. */
async function indexServer(folder: string): Promise<{ url: string; child: ChildProcess }> {
  const options = ['-u', '-m', 'http.server', '0', '--bind', '127.0.0.1', '--directory', folder];
  const stdio = ['ignore', 'pipe', 'ignore'] as const;
  const child = spawn(process.env.DAYTALLY_PYTHON ?? 'python3', options, { stdio: [...stdio] });
  const port = await new Promise<string>((resolve, reject) => {
    let printed = '';
    child.once('exit', () => reject(new Error(`Python’s server ended: ${printed}`)));
    child.stdout?.on('data', (text) => {
      printed += String(text);
      const [, found] = /port (\d+)/.exec(printed) ?? [];
      if (found) resolve(found);
    });
  });
  return { url: `http://127.0.0.1:${port}/`, child };
}
