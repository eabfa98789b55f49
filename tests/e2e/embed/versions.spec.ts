import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { contentPolicy } from '../../../web/policy';
import type { connect } from '../../../web/src/frame';
import type { DaytallyElement } from '../../../web/src/portal';
import { fixture } from '../support/case';
import { type Host, host } from '../support/static_host';
import { builtPackage } from './built_package';

const dist = join(import.meta.dirname, '..', '..', '..', 'dist');
const html = `<!doctype html><title>Portal</title><link rel="icon" href="data:,">
<script type="module" src="./portal.js"></script><iframe></iframe>
<day-tally workers="2" autorun src="table/" table-version="3"></day-tally>`;
const script = `import './package/define.js';
import { connect } from './package/frame.js';
window.connect = connect;
document.body.dataset.ready = 'yes';`;
const table = fixture('..', 'tables', 'page', 'a table');
const files = readdirSync(table, { recursive: true, encoding: 'utf8' }).filter((path) =>
  /\.\w+$|checkpoint$/.test(path),
);
/** What `deltalake` reads of each version of the table. */
const expected: Record<string, { rows: number; monthly: string[][] }> = JSON.parse(
  readFileSync(fixture('..', 'tables', 'page', 'expected.json'), 'utf8'),
);

let portal: Host;
let framed: Host;
const folders: string[] = [];

test.beforeAll(async () => {
  const built = await builtPackage();
  const own = mkdtempSync(join(tmpdir(), 'daytally-portal-'));
  writeFileSync(join(own, 'index.html'), html);
  writeFileSync(join(own, 'portal.js'), script);
  const policy = `${contentPolicy()}; frame-src http:`;
  const data = fixture('sample', 'input');
  portal = await host({ '/package/': built, '/table/': table, '/data/': data, '/': own }, policy);
  const { origin } = new URL(portal.url);
  const pages = mkdtempSync(join(tmpdir(), 'daytally-framed-'));
  cpSync(dist, pages, { recursive: true });
  writeFileSync(join(pages, 'embed.json'), JSON.stringify({ origins: [origin], sources: [] }));
  framed = await host({ '/': pages }, contentPolicy([], [origin]));
  folders.push(own, pages);
});

test.afterAll(async () => {
  await portal.stop();
  await framed.stop();
  for (const each of folders) rmSync(each, { recursive: true });
});

test.beforeEach(async ({ page }) => {
  await page.goto(portal.url);
  await page.locator('body[data-ready]').waitFor();
});

/** Waits until the element has the results of a version. */
async function shows(page: Page, version: number): Promise<void> {
  const rows = () =>
    page.evaluate(() => {
      const element = document.querySelector('day-tally') as DaytallyElement;
      return (
        element.results?.diagnostics.rows ?? JSON.stringify(element.analyzer.state).slice(0, 600)
      );
    });
  await expect.poll(rows).toBe(expected[version]?.rows);
}

test('the attribute table-version opens a version, and another one again', {
  tag: '@chromium',
}, async ({ page }) => {
  const element = page.locator('day-tally');
  const version = () => element.evaluate((each) => (each as DaytallyElement).tableVersion);
  await shows(page, 3);
  await element.evaluate((each) => each.setAttribute('table-version', '2'));
  await shows(page, 2);
  for (const [bad, found] of [
    ['-1', '-1'],
    ['1.5', '1.5'],
    ['newest', '"newest"'],
  ] as const) {
    await element.evaluate((each, value) => each.setAttribute('table-version', value), bad);
    await expect(element.getByRole('alert')).toHaveText(
      `Option "tableVersion": expected a whole number from 0 to 9007199254740991, or its digits as text, found ${found}.`,
    );
    expect(await version()).toBe(2);
  }
  await element.evaluate((each) => each.setAttribute('table-version', '9'));
  await expect(element.getByRole('alert')).toContainText('the table has no version 9');
  // The earlier results stay.
  await shows(page, 2);
  await element.evaluate((each) => each.removeAttribute('table-version'));
  await shows(page, 5);
  await element.evaluate((each) => each.setAttribute('as-files', ''));
  await element.evaluate((each) => each.setAttribute('table-version', '3'));
  await expect(element.getByRole('alert')).toContainText('cannot be used with asFiles');
});

test('other data ignores the version that the user chose', { tag: '@chromium' }, async ({
  page,
}) => {
  const element = page.locator('day-tally');
  await shows(page, 3);
  const changes = await element.evaluateHandle((each) => {
    const found: unknown[] = [];
    each.addEventListener('viewchange', () => found.push((each as DaytallyElement).tableVersion));
    return found;
  });
  const menu = element.getByLabel('Delta version');
  await menu.selectOption('4');
  await shows(page, 4);
  expect(await changes.jsonValue()).toEqual([4]);
  const opens = (version: number | undefined, source: string) =>
    element.evaluate(
      async (each, { version, source }) => {
        const element = each as DaytallyElement;
        if (version !== undefined) element.tableVersion = version;
        await element.open(source);
        return element.tableVersion;
      },
      { version, source },
    );
  // A program's other data opens at its newest version, unless the program names one.
  expect(await opens(undefined, 'table/')).toBeUndefined();
  await shows(page, 5);
  expect(await opens(2, 'table/')).toBe(2);
  await shows(page, 2);
  await expect(opens(undefined, 'data/views.parquet')).rejects.toThrow(
    'tableVersion is of one table',
  );
  await element.getByRole('button', { name: 'Open newest version' }).click();
  expect(await element.evaluate((each) => (each as DaytallyElement).tableVersion)).toBeUndefined();
});

test('a portal opens a version in a frame', { tag: '@chromium' }, async ({ page }) => {
  const { origin, href } = new URL(framed.url.replace('127.0.0.1', 'localhost'));
  const found = await page.evaluate(
    async ({ origin, src, files }) => {
      const frame = document.querySelector('iframe') as HTMLIFrameElement;
      frame.src = src;
      const data = await (window as unknown as { connect: typeof connect }).connect(frame, origin);
      const selection = {
        files: await Promise.all(
          files.map(async (path) => {
            const url = `table/${path.split('/').map(encodeURIComponent).join('/')}`;
            return { path: `t/${path}`, blob: await (await fetch(url)).blob(), inFolder: true };
          }),
        ),
        ignored: [],
      };
      const refused = ({ code, message }: { code: string; message: string }) =>
        `${code}: ${message}`;
      const open = (tableVersion?: unknown) =>
        data
          .open(selection, { tableVersion } as { tableVersion?: string })
          .then(
            ({ tables, versions }) => [tables[0]?.version, versions?.map(({ version }) => version)],
            refused,
          );
      const opened = [];
      for (const version of [3, undefined, '9007199254740993', '4', -1, 2.5, '3n'])
        opened.push(await open(version));
      await open(2);
      const { diagnostics } = await data.analyze({ provider: 'none' });
      const late = await data.analyze({ tableVersion: 3 } as never).then(() => '', refused);
      return { opened, rows: diagnostics.rows, late };
    },
    { origin, src: href, files },
  );
  const all = [2, 3, 4, 5];
  const range = 'expected a whole number from 0 to 9007199254740991, or its digits as text, found';
  expect(found.opened).toEqual([
    [3, all],
    [5, all],
    expect.stringMatching(/^invalid_option: .*the table has no version 9007199254740993/),
    [4, all],
    `invalid_option: Option "tableVersion": ${range} -1.`,
    `invalid_option: Option "tableVersion": ${range} 2.5.`,
    `invalid_option: Option "tableVersion": ${range} "3n".`,
  ]);
  expect(found.rows).toBe(expected[2]?.rows);
  expect(found.late).toMatch(/^invalid_option: .*tableVersion/);
});
