import type { Page } from '@playwright/test';
import { answers, runWith } from '../support/answers';
import { App, test as base, expect } from '../support/app';
import { type Case, cases } from '../support/case';
import { Host } from '../support/host';

/** A page served by the test's host, and a second host. */
const test = base.extend<{ host: Host; other: Host; there: App }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern.
  host: async ({}, use) => {
    const host = await Host.start();
    await use(host);
    await host.stop();
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern.
  other: async ({}, use) => {
    const other = await Host.start();
    await use(other);
    await other.stop();
  },
  there: async ({ page, host }, use) => {
    const app = new App(page, host.url);
    await use(app);
    expect(app.faults).toEqual([]);
  },
});

const alert = (page: Page) => page.getByRole('alert').filter({ hasText: /\S/ });

async function enter(app: App, ...urls: string[]): Promise<void> {
  const { page } = app;
  await app.openOther();
  await page.getByRole('button', { name: 'Open URL' }).click();
  await page.getByLabel('Parquet URLs').fill(urls.join('\n'));
  await page.getByRole('button', { name: 'Open', exact: true }).click();
}

function caseOf(name: string): Case {
  const found = cases().find((each) => each.name === name);
  if (!found) throw new Error(`no case has the name ${name}`);
  return found;
}

/** Enters the URLs of a fixture, runs it and compares the results with the oracle's. */
async function check(app: App, name: string, urls: readonly string[]): Promise<void> {
  const { options, expected } = caseOf(name);
  await enter(app, ...urls);
  await app.reach('ready', 'failed');
  await runWith(app.page, options);
  const { phase, tables, problems } = await answers(app.page);
  expect(problems).toEqual([]);
  expect(phase).toBe('done');
  expect(expected.size).toBeGreaterThan(4);
  for (const [kind, table] of expected) expect(tables[kind], kind).toEqual(table);
}

test('URLs give the same results as files', { tag: '@chromium' }, async ({ host, there }) => {
  await there.open();
  for (const name of ['random_mixed', 'hive_two_keys', 'files_order']) {
    await check(there, name, host.urls(name));
  }
});

test('fetches only the needed parts of a large file', async ({ host, there }) => {
  await there.open();
  await check(there, 'many_row_groups', host.urls('many_row_groups', '?pad=30000000'));
  expect(host.log.length).toBeGreaterThan(3);
  expect(host.sent).toBeLessThan(3_000_000);
});

test('downloads whole files once from a host without range support', { tag: '@chromium' }, async ({
  host,
  there,
}) => {
  await there.open();
  await check(there, 'random_mixed', host.urls('random_mixed', '?as=whole&pad=1000000'));
  expect(host.log).toHaveLength(host.urls('random_mixed').length);
});

test('follows redirects, and retries a busy host', { tag: ['@chromium', '@slow'] }, async ({
  host,
  there,
}) => {
  await there.open();
  await check(there, 'random_mixed', host.urls('random_mixed', '?as=redirect'));
  const busy = host.urls('random_mixed', '?as=busy');
  await check(there, 'random_mixed', busy);
  expect(host.refused).toBe(2 * busy.length);
  // Some browsers log each 503 response to the console.
  expect(there.faults.splice(0).filter((fault) => !fault.includes('503'))).toEqual([]);
});

test('never mixes two versions of a file', { tag: '@chromium' }, async ({ host, there }) => {
  await there.open();
  const changing = (after: number) => `?as=changing&after=${after}&pad=1000000&secret=1`;
  for (const after of [1, 2]) {
    await enter(there, ...host.urls('many_row_groups', changing(after)));
    if ((await there.reach('ready', 'failed')) === 'ready') {
      await there.analyze();
      await there.reach('failed', 'done');
    }
    await expect(there.page.locator('day-tally')).toContainText('changed while it was read');
    expect((await answers(there.page)).phase).toBe('failed');
  }
  await expect(there.page.locator('day-tally')).not.toContainText('secret');
  expect(there.page.url()).not.toContain('secret');
});

test('skips a missing file, and reports its URL without the query', { tag: '@chromium' }, async ({
  host,
  there,
}) => {
  await there.open();
  const [first = '', second = ''] = host.urls('random_mixed');
  await enter(there, first, `${second}?as=missing&secret=1`);
  await there.reach('ready');
  const problems = there.page.getByRole('status', { name: 'Problems' });
  await expect(problems).toContainText('part-1.parquet was not found on 127.0.0.1');
  await expect(there.page.locator('day-tally')).not.toContainText('secret');
  expect(there.faults.splice(0).filter((fault) => !fault.includes('404'))).toEqual([]);
  await there.runs();
});

test('reads from another host that allows it by CORS', async ({ host, other, there }) => {
  host.connect = [other.url];
  other.cors = {
    'Access-Control-Allow-Origin': new URL(host.url).origin,
    'Access-Control-Expose-Headers': 'Content-Range, ETag',
  };
  await there.open();
  await check(there, 'many_row_groups', other.urls('many_row_groups', '?pad=2000000'));
  expect(other.log.some((line) => line.startsWith('HEAD'))).toBe(false);
  other.cors = { 'Access-Control-Allow-Origin': '*' };
  await check(there, 'many_row_groups', other.urls('many_row_groups', '?pad=3000000'));
  expect(other.log.filter((line) => line.startsWith('HEAD'))).toHaveLength(1);
  // No request needs a CORS preflight.
  expect(other.log.some((line) => line.startsWith('OPTIONS'))).toBe(false);
  expectOnlyRequests(there, other);
});

test('reports which header or policy blocks another host', async ({ host, other, there }) => {
  host.connect = [other.url];
  await there.open();
  await enter(there, ...other.urls('many_row_groups'));
  await there.reach('failed');
  await expect(there.page.locator('day-tally-problems')).toContainText(
    `Access-Control-Allow-Origin: ${new URL(host.url).origin}`,
  );
  expectOnlyRequests(there, other, /CORS|ERR_FAILED/);

  host.connect = [];
  await there.open();
  await enter(there, ...other.urls('many_row_groups'));
  await there.reach('failed');
  await expect(there.page.locator('day-tally-problems')).toContainText(
    `add ${new URL(other.url).origin} to connect-src`,
  );
  const requests = other.log.length;
  expectOnlyRequests(there, other, /Content Security Policy|connect-src|ERR_/);
  expect(other.log).toHaveLength(requests);
});

function expectOnlyRequests(app: App, to: Host, expected = /^$/): void {
  const others = app.faults.splice(0).filter((fault) => {
    return !fault.startsWith(`request: ${to.url}`) && !expected.test(fault);
  });
  expect(others).toEqual([]);
}

test('is cancelled while a host keeps it waiting', async ({ host, there }) => {
  await there.open();
  await enter(there, ...host.urls('random_mixed', '?as=slow'));
  await there.reach('footers');
  await expect.poll(() => host.log.length).toBeGreaterThan(0);
  await there.button('Cancel').click();
  await there.reach('cancelled');
  await check(there, 'random_mixed', host.urls('random_mixed'));
});

test('URLs can be entered by keyboard, and each invalid line is reported', {
  tag: '@chromium',
}, async ({ host, there }) => {
  await there.open();
  const { page } = there;
  const opener = page.getByRole('button', { name: 'Open URL' });
  await opener.focus();
  await page.keyboard.press('Enter');
  const field = page.getByLabel('Parquet URLs');
  await expect(field).toBeFocused();
  await page.keyboard.type('ftp://bucket/x.parquet\nhttps://example.org/*.parquet\n');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(alert(page)).toContainText('Line 1:');
  await expect(alert(page)).toContainText('Line 2:');
  await expect(field).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(opener).toBeFocused();
  await expect(opener).toHaveAttribute('aria-expanded', 'false');
  await expect(field).toBeHidden();
  await page.keyboard.press('Enter');
  await expect(field).toBeFocused();
  await page.keyboard.press('Control+A');
  await page.keyboard.type(host.urls('random_mixed').join('\n'));
  await page.keyboard.press('Control+Enter');
  await there.reach('ready');
  await expect(field).toBeHidden();
});
