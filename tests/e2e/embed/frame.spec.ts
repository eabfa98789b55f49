import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { tableFromIPC } from '@uwdata/flechette';
import { contentPolicy } from '../../../web/policy';
import type { connect, FrameResults } from '../../../web/src/frame';
import { cases, fixture } from '../support/case';
import { type Host, host } from '../support/static_host';
import { builtPackage } from './built_package';

const dist = join(import.meta.dirname, '..', '..', '..', 'dist');
const html =
  '<!doctype html><title>Portal</title><link rel="icon" href="data:,"><script type="module" src="./portal.js"></script><iframe width="1200" height="300"></iframe>';
const script = `import { connect } from './package/frame.js';
window.connect = connect;
document.body.dataset.ready = 'yes';`;
const sample = cases().find(({ name }) => name === 'sample');

let portal: Host;
let framed: Host;
const folders: string[] = [];

test.beforeAll(async () => {
  const built = await builtPackage();
  const own = mkdtempSync(join(tmpdir(), 'daytally-portal-'));
  writeFileSync(join(own, 'index.html'), html);
  writeFileSync(join(own, 'portal.js'), script);
  const data = fixture('sample', 'input');
  portal = await host(
    { '/package/': built, '/data/': data, '/': own },
    "default-src 'none'; script-src 'self'; connect-src 'self'; img-src data:; frame-src http:",
  );
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

/** What the portal's script has put on the page. */
interface InPortal {
  readonly connect: typeof connect;
}

/** Opens the portal, whose frame starts to load a page of another origin. */
async function opens(page: Page): Promise<string> {
  await page.goto(portal.url);
  await page.locator('body[data-ready]').waitFor();
  const url = `${framed.url.replace('127.0.0.1', 'localhost')}?workers=2`;
  await page.evaluate((src) => {
    const frame = document.querySelector('iframe');
    if (frame) frame.src = src;
  }, url);
  return url;
}

test('a portal opens files in a frame, analyzes, and reads rows', async ({ page }) => {
  const url = await opens(page);
  const found = await page.evaluate(async (origin) => {
    const { connect } = window as unknown as InPortal;
    const frame = document.querySelector('iframe') as HTMLIFrameElement;
    const heights: number[] = [];
    const data = await connect(frame, origin, { onHeight: (height) => heights.push(height) });
    const refused = ({ code, message }: { code: string; message: string }) => `${code}: ${message}`;
    const nothing = await data.analyze().then(() => 'ran', refused);
    const { plan } = await data.open(await fetch('data/views.parquet'));
    const steps: number[] = [];
    const results = await data.analyze({
      endDate: '2023-04-18',
      provider: 'none',
      onProgress: ({ rows }) => steps.push(rows),
    });
    const { rows } = await results.rows('gapsDates', 0, results.length('gapsDates'));
    const batches: number[][] = [];
    for await (const stream of results.batches('monthly', { columns: ['month'], batchRows: 4 })) {
      batches.push([...stream]);
    }
    // A second connection finds the page, which already listens.
    const second = await connect(frame, origin);
    const broken = await second.open(new File(['?'], 'a.parquet')).then(() => 'opened', refused);
    const option = await data.analyze({ enddate: '2023-04-18' } as never).then(() => '', refused);
    const url = await second.open('http://other.example/a.parquet').then(() => 'opened', refused);
    await data.open(await fetch('data/views.parquet'));
    const gone = await results.rows('monthly', 0, 1).then(() => 'read', refused);
    const again = await data.analyze();
    window.postMessage('noise', '*');
    await again.rows('monthly', 0, 1);
    data.close();
    const closed = await again.rows('monthly', 0, 1).then(() => 'read', refused);
    return {
      rowsOfFile: plan.rows,
      steps: steps.length,
      rows: rows.length,
      endDates: [results.diagnostics.endDate, again.diagnostics.endDateGiven],
      batches,
      heights,
      refusals: { nothing, broken, option, url, gone, closed },
    };
  }, new URL(url).origin);
  expect(found.rowsOfFile).toBe(sample?.diagnostics?.rows);
  expect(found.steps).toBeGreaterThan(0);
  expect(found.rows).toBe(sample?.expected.get('gapsDates')?.rows.length);
  expect(found.endDates).toEqual(['2023-04-18', false]);
  const tables = found.batches.map((bytes) => tableFromIPC(Uint8Array.from(bytes)));
  expect(tables.map(({ names }) => names)).toEqual(tables.map(() => ['month']));
  const months = sample?.expected.get('monthly')?.rows.map((row) => row[2]);
  expect(tables.flatMap((table) => [...table.getChild('month').toArray()])).toEqual(months);
  // The frame grows with the results, but not without end.
  const highest = Math.max(...found.heights);
  expect(highest).toBeGreaterThan(400);
  expect(highest).toBeLessThan(5000);
  expect(found.refusals.nothing).toMatch(/^no_input: Nothing is open/);
  expect(found.refusals.broken).toMatch(/^(not_parquet|truncated): a\.parquet/);
  expect(found.refusals.option).toMatch(/^invalid_option: .*endDate/);
  expect(found.refusals.url).toMatch(/^invalid_option: .*can’t be opened from this frame/);
  expect(found.refusals.gone).toMatch(/^no_result/);
  expect(found.refusals.closed).toMatch(/^(closed|no_result)/);
});

test('a portal filters, sorts and exports in a frame', { tag: '@chromium' }, async ({ page }) => {
  const url = await opens(page);
  const id = String(sample?.expected.get('gapsRanges')?.rows[0]?.[1]);
  const found = await page.evaluate(
    async ({ origin, id }) => {
      const { connect } = window as unknown as InPortal;
      const frame = document.querySelector('iframe') as HTMLIFrameElement;
      const data = await connect(frame, origin);
      await data.open(await fetch('data/views.parquet'));
      const results = await data.analyze({ endDate: '2023-04-18', provider: 'none' });
      const refused = ({ code }: { code: string }) => code;
      const batches = async (kind: 'gapsRanges' | 'monthly', options: object) => {
        const streams: number[][] = [];
        for await (const stream of results.batches(kind, options)) streams.push([...stream]);
        return streams;
      };
      const sort = { column: 'aggViewCount', descending: true };
      const filtered = await batches('gapsRanges', { filter: { ids: [id] } });
      const none = await batches('gapsRanges', { filter: { ids: ['none'] } });
      const sorted = await batches('monthly', { sort, batchRows: 3 });
      const columns = ['month', 'aggViewCount'];
      const csv = results.stream('monthly', 'csv', { sort, columns });
      const text = await new Response(csv).text();
      const whole = await new Response(results.stream('gapsRanges', 'csv')).text();
      const unknown = await batches('monthly', { sort: { ...sort, column: 'no' } }).catch(refused);
      const abort = new AbortController();
      const stopping = results.batches('monthly', { batchRows: 1, signal: abort.signal });
      await stopping.next();
      abort.abort();
      const stopped = await stopping.next().catch(refused);
      const stalled = new WritableStream({ write: () => new Promise(() => {}) });
      const slow = new AbortController();
      const exporting = results.export('monthly', 'csv', stalled, { signal: slow.signal });
      setTimeout(() => slow.abort(), 50);
      const stuck = await exporting.then(() => 'written', refused);
      const { months } = await results.overview();
      const outages = await results.outages(1);
      const reading = results.batches('monthly', { batchRows: 1 });
      await reading.next();
      await data.analyze({ endDate: '2023-04-10', provider: 'none' });
      const gone = await reading.next().catch(refused);
      return {
        ...{ filtered, none, sorted, text, whole },
        ...{ unknown, stopped, stuck, gone, months: months.length, outages: outages.length },
      };
    },
    { origin: new URL(url).origin, id },
  );
  const rows = (streams: number[][]) =>
    streams.flatMap((bytes) => {
      const table = tableFromIPC(Uint8Array.from(bytes), { useBigInt: true });
      return table.toArray().map((row) => Object.values(row as object).map(String));
    });
  const known = (kind: 'gapsRanges' | 'monthly') => sample?.expected.get(kind)?.rows ?? [];
  const ofVideo = known('gapsRanges').filter((row) => row[1] === id);
  expect(rows(found.filtered)).toHaveLength(ofVideo.length);
  expect(rows(found.filtered).map((row) => row[1])).toEqual(ofVideo.map(() => id));
  expect([found.none.length, rows(found.none).length]).toEqual([1, 0]);
  const counts = known('monthly').map((row) => BigInt(String(row[3])));
  const ordered = counts.toSorted((a, b) => (a < b ? 1 : -1)).map(String);
  expect(rows(found.sorted).map((row) => row[3])).toEqual(ordered);
  expect(found.sorted).toHaveLength(Math.ceil(ordered.length / 3));
  const lines = (text: string) => text.trimEnd().split(/\r?\n/);
  const [header, ...cells] = lines(found.text).map((line) => line.split(','));
  expect(header).toEqual(['month', 'aggViewCount']);
  expect(cells.map(([, count]) => count)).toEqual(ordered);
  expect(lines(found.whole)).toHaveLength(known('gapsRanges').length + 1);
  expect(found.unknown).toBe('no_result');
  expect(found.stopped).toBe('cancelled');
  expect(found.stuck).toBe('cancelled');
  expect(found.gone).toBe('no_result');
  expect(found.months).toBe(new Set(known('monthly').map((row) => row[2])).size);
  expect(found.outages).toBe(0);
});

test('results are gone once the user of the frame changes them', { tag: '@chromium' }, async ({
  page,
}) => {
  const url = await opens(page);
  await page.evaluate(async (origin) => {
    const { connect } = window as unknown as InPortal;
    const frame = document.querySelector('iframe') as HTMLIFrameElement;
    frame.height = '2000';
    const data = await connect(frame, origin);
    await data.open(await fetch('data/views.parquet'));
    const results = await data.analyze({ endDate: '2023-04-18' });
    await results.rows('gapsDates', 0, 1);
    Object.assign(window, { results });
  }, new URL(url).origin);
  // Set as by the form: Firefox does not find fields by their label in a frame of another site.
  const element = page.frameLocator('iframe').locator('day-tally');
  await element.evaluate((each) => {
    Object.assign(each, { autorun: true, endDate: '2023-04-10' });
  });
  const read = () =>
    page.evaluate(async () => {
      const { results } = window as unknown as { results: FrameResults };
      return await results.rows('gapsDates', 0, 1).then(
        () => 'read',
        ({ code }) => code,
      );
    });
  await expect.poll(read).toBe('no_result');
});

test('a frame that grows does not request more height', { tag: '@slow' }, async ({ page }) => {
  const url = await opens(page);
  const heights = await page.evaluate(async (origin) => {
    const { connect } = window as unknown as InPortal;
    const frame = document.querySelector('iframe') as HTMLIFrameElement;
    const found: number[] = [];
    const data = await connect(frame, origin, {
      onHeight: (height) => {
        found.push(height);
        frame.height = String(height);
      },
    });
    await data.open(await fetch('data/views.parquet'));
    await data.analyze();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const settled = found.length;
    await new Promise((resolve) => setTimeout(resolve, 1000));
    return { settled, later: found.length, last: found.at(-1) ?? 0 };
  }, new URL(url).origin);
  expect(heights.later).toBe(heights.settled);
  expect(heights.last).toBeLessThan(5000);
});

test('a portal can cancel a connection that gets no answer', async ({ page }) => {
  await opens(page);
  const refusal = await page.evaluate(async () => {
    const { connect } = window as unknown as InPortal;
    const frame = document.querySelector('iframe') as HTMLIFrameElement;
    const signal = AbortSignal.timeout(300);
    const wrong = 'http://nothing.example';
    return await connect(frame, wrong, { signal }).then(
      () => 'connected',
      ({ code }) => code,
    );
  });
  expect(refusal).toBe('cancelled');
});
