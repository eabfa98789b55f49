import { answering, failing } from '../../provider/server/options';
import { axe, expectNothing } from '../support/axe';
import { generated } from '../support/generated';
import {
  chooseSource,
  expect,
  expectCounts,
  expectMoreCounts,
  fetchEnds,
  fetchStops,
  openSnapshot,
  openWithProvider,
  snapshot,
  startFetch,
  test,
  videosOf,
} from './provider';

// Some 250 videos.
const data = generated(25_000, 'clustered', 100);
test.afterAll(() => data.remove());

test('there are no counts before a provider is chosen', { tag: '@chromium' }, async ({
  app,
  page,
}) => {
  await openSnapshot(app, data.path);
  for (const tab of ['Snapshot', 'Combined']) {
    await app.tab(tab).click();
    await expect(page.getByText('Not fetched.')).toBeVisible();
  }
  await expect(page.getByText('SIMULATED', { exact: true })).toHaveCount(0);
  await app.tab('Snapshot').click();
  await app.button('YouTube Data API').click();
  await expect(page.getByLabel('API key')).toBeFocused();
  await app.button('Simulated (test only)').click();
  await app.reach('done');
  await expect(page.getByText('SIMULATED', { exact: true }).first()).toBeVisible();
  await expect(page.getByText('Made-up numbers, not real views.')).toBeVisible();
  await page.evaluate(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  await app.tab('Combined').click();
  const saved = await app.saves(() => app.exports('Parquet'));
  expect(saved.name).toMatch(/_combined-simulated_.*\.parquet$/);
  expect(saved.bytes.toString('latin1')).toContain('daytally.provider');
});

test('requests counts from the YouTube Data API after showing the cost', async ({
  app,
  page,
  provider,
}) => {
  await openWithProvider(app, data.path, provider);
  const cost = /\d+ requests of up to 50 videos, \d+ of 10,000 daily quota units, to the YouTube/;
  await expect(page.getByText(cost)).toBeVisible();
  expect(provider.record.calls).toEqual([]);
  await expect(page.getByText('Not fetched.')).toBeVisible();
  await startFetch(app);
  await fetchEnds(page);
  const videos = await videosOf(page);
  expect(videos).toBeGreaterThan(200);
  await expectCounts(page, videos);
  await expect(page.getByText('Source: YouTube Data API')).toBeVisible();
  await expect(page.getByText('SIMULATED', { exact: true })).toHaveCount(0);
  expect(provider.record.calls.length).toBe(Math.ceil(videos / 50));
  expect(provider.record.repeatedIds).toEqual([]);
});

test('a fetch can be started, paused and resumed by keyboard, and axe reports nothing', {
  tag: '@chromium',
}, async ({ app, page, provider }) => {
  await page.addInitScript({ content: axe });
  provider.options.latency = 100;
  await openWithProvider(app, data.path, provider);
  await expect(page.getByText(/daily quota units/)).toBeVisible();
  await expectNothing(app, 'before asking');
  // One call at a time, so that the fetch takes long enough.
  await page.getByLabel('Batch size').fill('2');
  await page.getByLabel('Parallel requests').fill('1');
  const start = app.button('Fetch counts');
  await start.focus();
  await start.press('Enter');
  await expect(app.button('Pause')).toBeVisible();
  await expectNothing(app, 'asking');
  await app.button('Pause').press('Enter');
  await expect(page.getByText('Paused', { exact: true })).toBeVisible();
  await expectNothing(app, 'paused');
  await app.button('Resume').press('Space');
  await expect(app.button('Pause')).toBeVisible();
  await app.button('Stop').press('Enter');
  await fetchStops(page);
  await expectNothing(app, 'ended');
});

test('requests counts from a service by POST with headers', async ({ app, page, provider }) => {
  provider.options.authorization = 'Bearer secret';
  provider.options.missing = (id) => id.endsWith('A');
  await openSnapshot(app, data.path);
  await chooseSource(page, 'http');
  await page.getByLabel('URL', { exact: false }).fill(provider.views);
  await page.getByLabel('Headers').fill('Authorization: Bearer secret');
  await page.getByText('Rate limits').click();
  await page.getByLabel('Batch size').fill('10');
  await expect(page.getByText(`to ${new URL(provider.url).host}`)).toBeVisible();
  await startFetch(app);
  await fetchEnds(page);
  const videos = await videosOf(page);
  expect(provider.record.calls.length).toBe(Math.ceil(videos / 10));
  const gone = [...provider.record.answered.keys()].filter((id) => id.endsWith('A'));
  await expectCounts(page, videos - gone.length);
  await app.tab('No count').click();
  await expect(page.getByText(`of ${gone.length}`, { exact: false }).last()).toBeVisible();
  expect((await app.cells(1)).slice(2)).toEqual(['absent from the answer']);
});

test('requests counts from a function of the portal', { tag: '@chromium' }, async ({
  app,
  page,
}) => {
  await app.open();
  await page.evaluate(() => {
    const element = document.querySelector('day-tally');
    const requests: string[][] = [];
    Object.assign(window, { requests });
    if (!element) return;
    element.provider = async (ids) => {
      requests.push([...ids]);
      if (requests.length === 1) throw new Error('not yet');
      return ids.map((id, at) => [id, at % 2 === 0 ? 2n ** 60n + 1n : 7]);
    };
  });
  await app.pick(data.path);
  await app.reach('ready');
  await app.runs();
  await app.tab('Snapshot').click();
  await expect(page.getByText('to this portal')).toBeVisible();
  await startFetch(app);
  await fetchEnds(page);
  const rows = await snapshot(page);
  expect(rows.map(({ views }) => views).sort()[0]).toBe(String(2n ** 60n + 1n));
  const requests = await page.evaluate(() => {
    return (window as unknown as { requests: string[][] }).requests;
  });
  expect(new Set(requests.slice(1).flat()).size).toBe(rows.length);
  expect(requests.slice(1).flat().length).toBe(rows.length);
});

// Each kind by itself is in tests/provider/faults.test.ts.
for (const [what, kinds] of Object.entries({
  'calls fail': failing,
  'answers are unusual': answering,
})) {
  test(`all counts arrive although ${what}`, { tag: '@chromium' }, async ({
    app,
    page,
    provider,
  }) => {
    provider.options.faults = { share: 0.3, kinds, seed: 7 };
    await openWithProvider(app, data.path, provider);
    await page.getByLabel('Batch size').fill('2');
    await startFetch(app);
    await fetchEnds(page, 60_000);
    // The browser logs failed connections.
    app.faults.length = 0;
    await expectCounts(page, await videosOf(page));
    expect(provider.record.repeatedIds).toEqual([]);
    // Calls that are answered despite a fault are recorded as answered.
    const fates = new Set<string>(provider.record.calls.map(({ fate }) => fate));
    const known = kinds.filter((kind) => failing.includes(kind as never));
    expect([...fates].sort()).toEqual(['answered', ...known].sort());
  });
}

test('isolates the id that makes calls fail', { tag: '@chromium' }, async ({
  app,
  page,
  provider,
}) => {
  provider.options.poison = ['-'];
  await openWithProvider(app, data.path, provider);
  const ids = await page.evaluate(async () => {
    const analyzer = document.querySelector('day-tally')?.analyzer;
    const { rows } = (await analyzer?.result('monthly').rows(0, 100)) ?? { rows: [] };
    return rows.map(([, id]) => String(id));
  });
  const [poison = ''] = ids;
  provider.options.poison = [poison];
  await startFetch(app);
  await fetchEnds(page);
  app.faults.length = 0;
  await expectCounts(page, (await videosOf(page)) - 1);
  await app.tab('No count').click();
  expect((await app.cells(1)).slice(1)).toEqual([
    poison,
    'status 400 (invalidValue): invalidValue',
  ]);
});

test('a bad key stops the fetch after one call, and can be replaced', { tag: '@chromium' }, async ({
  app,
  page,
  provider,
}) => {
  await openWithProvider(app, data.path, provider, { key: 'bad-key' });
  await startFetch(app);
  await expect(
    page.getByText(/Stopped: status 400 .*API key not valid.*Check the key/),
  ).toBeVisible();
  expect(provider.record.calls.length).toBe(1);
  await app.button('Stop').click();
  await expect(page.getByText('Stopped. Nothing was fetched.')).toBeVisible();
  await expect(page.getByText(/^\s*0 of \d+ videos/)).toBeVisible();
  await expect(page.getByText(/saved in this browser/)).toHaveCount(0);
  expect(provider.record.calls.length).toBe(1);
  await startFetch(app);
  await expect(page.getByText(/API key not valid/)).toBeVisible();
  // The key can be corrected without a new run.
  await page.getByLabel('API key').fill('good-key');
  await app.button('Try again').click();
  await fetchEnds(page);
  expect(provider.record.repeatedIds).toEqual([]);
  app.faults.length = 0;
  await expectCounts(page, await videosOf(page));
});

test('waits for the quota or Resume, and repeats no request', { tag: '@chromium' }, async ({
  app,
  page,
  provider,
}) => {
  provider.options.quotaAt = 3;
  await openWithProvider(app, data.path, provider);
  await page.getByLabel('Parallel requests').fill('1');
  await startFetch(app);
  await expect(page.getByText(/^Daily quota used up. Resumes at/)).toBeVisible();
  expect(provider.record.calls.length).toBe(3);
  // Counts received so far are visible while it waits.
  await expectMoreCounts(page, 90);
  provider.options.quotaAt = undefined;
  await app.button('Resume').click();
  await fetchEnds(page);
  app.faults.length = 0;
  await expectCounts(page, await videosOf(page));
  expect(provider.record.repeatedIds).toEqual([]);
});

test('the error names the page policy that blocks the provider', async ({
  app,
  host,
  page,
  provider,
}) => {
  host.connect = [];
  await openWithProvider(app, data.path, provider);
  await startFetch(app);
  await expect(page.getByText(/Stopped: this page.s security policy blocks/)).toBeVisible();
  expect(provider.record.calls).toEqual([]);
  app.faults.length = 0;
});
