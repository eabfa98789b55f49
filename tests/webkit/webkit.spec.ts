import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { contentPolicy } from '../../web/policy';
import { builtPackage } from '../e2e/embed/built_package';
import { snapshot } from '../e2e/provider/provider';
import { answers } from '../e2e/support/answers';
import { type Case, cases } from '../e2e/support/case';
import { Host } from '../e2e/support/host';
import { host } from '../e2e/support/static_host';
import { countOf } from '../provider/server/counts';
import { ProviderServer } from '../provider/server/server';
import { expect, test } from './browser';

const root = join(import.meta.dirname, '..', '..');

/** Fixtures whose files are in one folder, because WebDriver can only choose files. */
const flat = cases().flatMap((each) => {
  const [input, ...others] = each.inputs;
  if (!input || others.length > 0 || each.error || !/input$/.test(input)) return [];
  const entries = readdirSync(input, { withFileTypes: true });
  if (entries.some((entry) => !entry.isFile())) return [];
  return [{ each, paths: entries.map(({ name }) => join(input, name)) }];
});

function fixtureOf(name: string): { each: Case; paths: string[] } {
  const found = flat.find(({ each }) => each.name === name);
  if (!found) throw new Error(`no case ${name}`);
  return found;
}

test.afterEach(async ({ webkit }, info) => {
  if (info.errors.length === 0) return;
  writeFileSync(info.outputPath('window.png'), await webkit.driver.picture());
});

test.describe('fixtures in one page', () => {
  test.beforeAll(({ webkit }) => webkit.open());

  // Only a few, because every browser runs the same module.
  for (const { each, paths } of flat.filter((_, at) => at % 20 === 0)) {
    test(`${each.name}: ${each.title}`, async ({ webkit }) => {
      const { tables, diagnostics } = await webkit.answersOf(each, paths);
      expect(Object.keys(tables).length).toBeGreaterThan(0);
      for (const [kind, table] of each.expected) expect(tables[kind], kind).toEqual(table);
      expect(Number(diagnostics?.rows)).toBeGreaterThan(0);
      expect(await webkit.faults()).toEqual([]);
    });
  }
});

test('the page is not hidden once its element is defined', async ({ webkit }) => {
  // With a delayed animation of the element itself, one opening in four was blank for 4 seconds.
  for (let opening = 0; opening < 8; opening += 1) {
    await webkit.open();
    const hit = await webkit.driver.evaluate(async () => {
      await customElements.whenDefined('day-tally');
      await new Promise((resolve) => setTimeout(resolve, 200));
      return document.elementFromPoint(innerWidth / 2, innerHeight / 2)?.localName;
    });
    expect(hit).toBe('day-tally');
  }
});

test('a run has charts, a table and a download', async ({ webkit }) => {
  const { driver } = webkit;
  const { each, paths } = fixtureOf('codec_snappy_v1');
  await webkit.open();
  await webkit.pick(paths);
  await driver.click('button', '^Analyze$');
  await webkit.reaches('done');
  await expect.poll(() => driver.evaluate(drawnCanvases)).toBeGreaterThanOrEqual(2);

  await driver.click('[role=tab]', '^Monthly');
  const monthly = each.expected.get('monthly');
  const [first = []] = monthly?.rows ?? [];
  const shown = async () => (await driver.texts('tr[aria-rowindex="2"] > *')).map(plain);
  await expect.poll(shown).toEqual(['1', ...first.map((cell) => cell ?? 'null')]);

  await driver.click('summary', '^Export$');
  await driver.click('button', '^CSV$');
  await expect.poll(() => readdirSync(driver.downloads)).toEqual([expect.stringMatching(/csv$/)]);
  const [name = ''] = readdirSync(driver.downloads);
  const lines = [monthly?.columns.map(({ name }) => name) ?? [], ...(monthly?.rows ?? [])];
  expect(readFileSync(join(driver.downloads, name), 'utf8')).toBe(
    lines.map((line) => `${line.join(',')}\r\n`).join(''),
  );
  expect(await webkit.faults()).toEqual([]);
});

test('counts are fetched from a provider', async ({ webkit }) => {
  const { driver } = webkit;
  const provider = await ProviderServer.start();
  // A browser may cache the page of the other host with its policy.
  const page = await Host.start();
  page.connect = [provider.url];
  try {
    await webkit.open(undefined, page.url);
    await webkit.pick(fixtureOf('codec_snappy_v1').paths);
    await driver.click('button', '^Analyze$');
    await webkit.reaches('done');
    await driver.click('[role=tab]', '^Snapshot');
    await driver.select('^Source', 'youtube');
    await driver.type('input', '^API key', 'good-key');
    await driver.click('summary', '^Rate limits');
    await driver.type('input', '^API URL', provider.youtube);
    await driver.click('button', '^Fetch counts$');
    await expect.poll(() => driver.shows('*', '^Done: every video is fetched')).toBe(true);
    expect(provider.record.answered.size).toBeGreaterThan(0);
    const rows = await snapshot(driver as unknown as Page);
    expect(rows.length).toBeGreaterThan(0);
    for (const { id, views } of rows) expect(views, id).toBe(String(countOf(id)));
    expect(await webkit.faults()).toEqual([]);
  } finally {
    await page.stop();
    await provider.close();
  }
});

test('two elements in a portal run independently', async ({ webkit }) => {
  const { driver } = webkit;
  const built = await builtPackage();
  const folders = { '/daytally/': built, '/': join(root, 'tests', 'portal') };
  const portal = await host(folders, contentPolicy());
  try {
    await webkit.open('', portal.url);
    const { each, paths } = fixtureOf('codec_snappy_v1');
    await driver.pick('#files', paths);
    await webkit.reaches('ready');
    await driver.click('button', '^Analyze$');
    await webkit.reaches('done');
    const page = driver as unknown as Page;
    expect((await answers(page)).tables.monthly).toEqual(each.expected.get('monthly'));
    expect(await webkit.faults()).toEqual([]);
  } finally {
    await portal.stop();
  }
});

/** Returns a number without the separators of thousands. */
const plain = (text: string) => text.replaceAll(',', '');

/** Counts the canvases on which something is drawn. */
function drawnCanvases(): number {
  const canvases = (root: ParentNode): HTMLCanvasElement[] =>
    [...root.querySelectorAll('*')].flatMap((each) => [
      ...(each instanceof HTMLCanvasElement ? [each] : []),
      ...(each.shadowRoot ? canvases(each.shadowRoot) : []),
    ]);
  const drawn = canvases(document).filter((canvas) => {
    const { width, height } = canvas;
    if (width * height === 0) return false;
    const { data } = canvas.getContext('2d')?.getImageData(0, 0, width, height) ?? {};
    return data?.some((value) => value > 0);
  });
  return drawn.length;
}
