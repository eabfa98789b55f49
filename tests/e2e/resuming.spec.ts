import { readFileSync } from 'node:fs';
import { App } from './app';
import { generated } from './generated';
import { asks, expect, expectCounts, finishes, opens, snapshot, test, videosOf } from './provider';

// Some 2,500 videos.
const data = generated(100_000, 'clustered', 40);
test.afterAll(() => data.remove());

test('pauses, shows what is answered, goes on, and ends', async ({ app, page, provider }) => {
  // Some 13 rounds of four calls, which last longer than it takes to press a button.
  provider.options.latency = 1000;
  await opens(app, data.path, provider);
  await asks(app);
  await expect.poll(() => provider.record.answered.size).toBeGreaterThan(300);
  await app.button('Pause').click();
  await expect(page.getByText('Paused', { exact: true })).toBeVisible();
  await expect.poll(async () => (await snapshot(page)).length).toBeGreaterThan(300);
  const calls = provider.record.calls.length;
  const shown = (await snapshot(page)).length;
  // Results of what is there can be saved meanwhile, without the picker that a script can't answer.
  await page.evaluate(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  await app.tab('Snapshot').click();
  const saved = await app.saves(() => app.button('CSV').click());
  expect(saved.bytes.toString().trim().split('\n').length).toBe(shown + 1);
  expect(provider.record.calls.length).toBe(calls);
  await app.button('Go on').click();
  await expect.poll(() => provider.record.calls.length).toBeGreaterThan(calls + 4);
  await app.button('End').click();
  await expect(page.getByText(/^Ended; the ledger/)).toBeVisible();
  const ended = provider.record.calls.length;
  const rows = (await snapshot(page)).length;
  expect(rows).toBeLessThan(await videosOf(page));
  expect(rows).toBe(provider.record.answered.size);
  // The ledger goes on where it ended.
  provider.options.latency = 0;
  await asks(app);
  await finishes(page);
  await expectCounts(page, await videosOf(page));
  expect(provider.record.askedAgain).toEqual([]);
  expect(provider.record.calls.length).toBeGreaterThan(ended);
});

test('a closed tab loses no more than what was under way', async ({
  context,
  host,
  page,
  provider,
}) => {
  provider.options.latency = 150;
  const concurrency = 4;
  let now = page;
  for (const answered of [200, 700, 1500]) {
    const app = new App(now, host.address);
    await opens(app, data.path, provider);
    await asks(app);
    await expect.poll(() => provider.record.answered.size).toBeGreaterThan(answered);
    await now.close();
    now = await context.newPage();
  }
  const app = new App(now, host.address);
  await opens(app, data.path, provider);
  await expect(now.getByText(/This browser has a ledger of .* with [\d,]+ answers/)).toBeVisible();
  await asks(app);
  await finishes(now);
  await expectCounts(now, await videosOf(now));
  expect(provider.record.askedAgain.length).toBeLessThanOrEqual(3 * concurrency * 50);
});

test('a ledger goes on in another browser, and names no key', async ({
  app,
  browser,
  host,
  page,
  provider,
}) => {
  await opens(app, data.path, provider);
  await asks(app);
  await finishes(page);
  const first = await snapshot(page);
  const calls = provider.record.calls.length;
  const saved = await app.saves(() => app.button('Save the ledger').click());
  const text = saved.bytes.toString();
  expect(text).not.toContain('good-key');
  const kept = await page.evaluate(() => {
    const { state } = document.querySelector('day-tally')?.analyzer ?? {};
    const options = state?.phase === 'done' ? state.outcome.options : undefined;
    return JSON.stringify([location.href, { ...localStorage }, { ...sessionStorage }, options]);
  });
  expect(kept).toContain('youtube');
  expect(kept).not.toContain('good-key');

  const context = await browser.newContext();
  const other = await context.newPage();
  const there = new App(other, host.address);
  await opens(there, data.path, provider);
  const file = { name: saved.name, mimeType: 'text/plain', buffer: saved.bytes };
  await other.getByLabel('A ledger to go on with').setInputFiles(file);
  await expect(other.getByText(/This browser has a ledger/)).toBeVisible();
  await asks(there);
  await finishes(other);
  expect(await snapshot(other)).toEqual(first);
  expect(provider.record.calls.length).toBe(calls);
  // What is no ledger is refused, and the one that is there stays.
  const wrong = { name: 'x', mimeType: 'text/plain', buffer: readFileSync(data.path) };
  await other.getByLabel('A ledger to go on with').setInputFiles(wrong);
  await expect(
    other.getByRole('alert').filter({ hasText: 'line 1 is not one of a ledger' }),
  ).toBeVisible();
  await expect(other.getByText(/This browser has a ledger/)).toBeVisible();
  await context.close();
});

test('250,000 videos, and 5 % of the calls fail', async ({ app, page, provider }) => {
  test.setTimeout(300_000);
  const many = generated(420_000, 'clustered', 2);
  try {
    provider.options.faults = {
      share: 0.05,
      kinds: ['tooMany', 'serverError', 'truncated', 'malformed', 'duplicate', 'unasked'],
      seed: 11,
    };
    await opens(app, many.path, provider);
    await page.getByLabel('Calls at a time').fill('8');
    await asks(app);
    await finishes(page, 240_000);
    app.faults.length = 0;
    const videos = await videosOf(page);
    expect(videos).toBeGreaterThanOrEqual(250_000);
    await expectCounts(page, videos);
    expect(provider.record.askedAgain).toEqual([]);
    expect(provider.record.answered.size).toBe(videos);
  } finally {
    many.remove();
  }
});
