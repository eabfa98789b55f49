import type { Page } from '@playwright/test';
import { App, expect, test } from '../e2e/support/app';
import { cases, fixture } from '../e2e/support/case';

const sample = cases().find(({ name }) => name === 'sample');
const input = fixture('sample', 'input', 'views.parquet');
const kinds = [
  'monthly',
  'gapsList',
  'gapsDates',
  'gapsRanges',
  'snapshot',
  'unanswered',
  'combined',
] as const;

/** Returns the column names and the oracle's rows of a result, as the portals show them. */
function expected(kind: (typeof kinds)[number]): string[][] {
  const table = sample?.expected.get(kind);
  if (!table) throw new Error(`the sample has no ${kind}`);
  const text = (cell: unknown) => (Array.isArray(cell) ? cell.join(' ') : String(cell));
  return [table.columns.map(({ name }) => name), ...table.rows.map((row) => row.map(text))];
}

async function shown(page: Page, name: string): Promise<string[][]> {
  const rows = await page.locator(`#${name} tr`).all();
  return await Promise.all(rows.map((row) => row.locator('td').allTextContents()));
}

async function expectEverything(page: Page): Promise<void> {
  await expect(page.locator('body')).toHaveAttribute('data-state', 'done');
  for (const kind of kinds) expect(await shown(page, kind), kind).toEqual(expected(kind));
  const [[diagnostics = '']] = (await shown(page, 'diagnostics')) as [[string]];
  const { rows, videos } = sample?.diagnostics ?? {};
  expect(JSON.parse(diagnostics)).toMatchObject({ endDate: '2023-04-18', rows, videos });
  const [[csv = '']] = (await shown(page, 'csv')) as [[string]];
  const lines = csv.trimEnd().split('\n');
  expect(lines.map((line) => line.trimEnd().split(','))).toEqual(expected('gapsRanges'));
  const [[arrow = '']] = (await shown(page, 'arrow')) as [[string]];
  const bytes = arrow.split(',').map(Number);
  // The first marker of an Arrow stream, and its end-of-stream marker.
  expect(bytes.slice(0, 4)).toEqual([255, 255, 255, 255]);
  expect(bytes.slice(-8)).toEqual([255, 255, 255, 255, 0, 0, 0, 0]);
  expect(await page.locator('body').getAttribute('data-phases')).toContain('scanning');
}

for (const portal of ['vite', 'webpack', 'plain']) {
  test(`a portal can use the package with ${portal}`, async ({ page, baseURL }) => {
    const app = new App(page, `${baseURL}some/portals/${portal}/`);
    await app.open(2);
    await expectEverything(page);

    await app.pick(input);
    await app.reach('ready');
    await app.runs();
    await app.tab('Monthly').click();
    const rows = expected('monthly').slice(1);
    for (const [i, row] of rows.entries()) {
      const [, ...cells] = await app.cells(i + 1);
      expect(cells.map((cell) => cell.replace(/[\s,]/g, ''))).toEqual(row);
    }
    await page.getByRole('tab', { name: 'Overview' }).click();
    await page.locator('canvas').first().waitFor();
    expect(app.faults).toEqual([]);
  });
}

/** Runs a script in the portal's page; `data` is the open file. */
function inPortal<T>(page: Page, script: string): Promise<T> {
  return page.evaluate(`(async () => {
    const { open } = await import('./daytally/dist/index.js');
    const views = await (await fetch('views.parquet')).blob();
    const data = await open(new File([views], 'views.parquet'), { workers: 2 });
    try {
      ${script}
    } finally {
      await data.close();
    }
  })()`) as Promise<T>;
}

test('a portal supplies counts by a function', async ({ page }) => {
  await page.goto('/some/portals/plain/');
  await expect(page.locator('body')).toHaveAttribute('data-state', 'done');
  const found = await inPortal<{ rows: string[][]; requests: string[][]; phases: string[] }>(
    page,
    `const requests = [];
    const phases = new Set();
    const fetchViews = async (ids) => {
      requests.push(ids);
      if (requests.length === 2) throw new Error('not now');
      return ids.map((id) => [id, 2n ** 60n + BigInt(id.length)]);
    };
    const results = await data.analyze({
      runDate: '2023-04-19',
      provider: { provider: 'callback', fetchViews, batchSize: 2, concurrency: 1 },
      onProgress: ({ phase, fetching }) =>
        phases.add(phase + (fetching ? ' ' + fetching.stage.kind : '')),
    });
    const { rows } = await results.rows('snapshot', 0, results.length('snapshot'));
    return { rows: rows.map((row) => row.map(String)), requests, phases: [...phases] };`,
  );
  const [, ...rows] = expected('snapshot');
  expect(found.rows.map(([, id]) => id)).toEqual(rows.map(([, id]) => id));
  for (const [, id = '', , , views] of found.rows) {
    expect(views).toBe(String(2n ** 60n + BigInt(id.length)));
  }
  const [first = [], second = [], ...others] = found.requests;
  // Only the failed call is repeated.
  expect([first, ...others].flat().sort()).toEqual([...new Set(rows.map(([, id]) => id))].sort());
  expect(others.map(String)).toContain(String(second));
  expect(found.phases).toContain('snapshot fetching');
});

test('a provider that the policy blocks fails the analysis with an error', async ({ page }) => {
  await page.goto('/some/portals/plain/');
  await expect(page.locator('body')).toHaveAttribute('data-state', 'done');
  const message = await inPortal<string>(
    page,
    `const provider = { provider: 'http', url: 'http://localhost:9/views' };
    return await data.analyze({ runDate: '2023-04-19', provider }).catch((error) => {
      return error.code + ': ' + error.message;
    });`,
  );
  expect(message).toContain('provider: ');
  expect(message).toContain('connect-src');
});

function faultsOf(page: Page): string[] {
  const { faults } = new App(page);
  return faults;
}

test.describe('another origin', () => {
  /** Returns a URL of the same machine by another host name. */
  const other = (baseURL = '') => `${baseURL.replace('127.0.0.1', 'localhost')}some/portals/plain`;
  const opened = (where: Record<string, string>) =>
    `/some/portals/plain/elsewhere.html?${new URLSearchParams(where)}`;

  test('serves the package, the worker and the module', async ({ page, baseURL }) => {
    const origin = new URL(other(baseURL)).origin;
    const faults = faultsOf(page);
    const foreign: string[] = [];
    page.context().on('request', (request) => {
      const url = new URL(request.url());
      if (url.origin === origin) foreign.push(url.pathname.split('/').at(-1) ?? '');
    });
    const script = `${other(baseURL)}/daytally/dist/index.js`;
    await page.goto(opened({ policy: 'package elsewhere', package: script }));
    await expectEverything(page);
    expect(foreign).toContain('daytally.wasm');
    expect(foreign).toContain('worker.js');
    expect(faults).toEqual([]);
  });

  test('serves only the module', async ({ page, baseURL }) => {
    const wasm = `${other(baseURL)}/daytally/dist/daytally.wasm`;
    const faults = faultsOf(page);
    const fetched = page.waitForRequest(wasm);
    await page.goto(
      opened({ policy: 'module elsewhere', wasm, worker: 'daytally/dist/worker.js' }),
    );
    await fetched;
    await expectEverything(page);
    expect(faults).toEqual([]);
  });

  test('is blocked by the strictest policy with an error', async ({ page, baseURL }) => {
    const worker = `${other(baseURL)}/daytally/dist/worker.js`;
    await page.goto(opened({ worker }));
    const state = page.locator('body');
    await expect(state).toHaveAttribute('data-state', 'DaytallyError not_loaded');
    await expect(page.locator('#message')).toContainText(worker);
    await expect(page.locator('#message')).toContainText('worker-src');
  });
});

for (const [what, where] of [
  ['worker', { worker: 'lost.js' }],
  ['module', { wasm: 'lost.wasm' }],
] as const) {
  test(`the error names a URL without a ${what}`, async ({ page, baseURL }) => {
    await page.goto(`/some/portals/plain/elsewhere.html?${new URLSearchParams(where)}`);
    const state = page.locator('body');
    await expect(state).toHaveAttribute('data-state', 'DaytallyError not_loaded');
    const [name] = Object.values(where);
    await expect(page.locator('#message')).toContainText(`${baseURL}some/portals/plain/${name}`);
  });
}
