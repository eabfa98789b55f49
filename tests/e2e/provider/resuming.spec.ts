import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { faultKinds } from '../../provider/server/options';
import { seeded } from '../../provider/server/random';
import type { ProviderServer } from '../../provider/server/server';
import { App } from '../support/app';
import { generated } from '../support/generated';
import {
  expect,
  expectCounts,
  expectMoreCounts,
  fetchEnds,
  fetchStops,
  openWithProvider,
  snapshot,
  startFetch,
  test,
  videosOf,
} from './provider';
import { type Ending, Visits } from './visits';

// About 2,500 videos.
const data = generated(100_000, 'clustered', 40);
test.afterAll(() => data.remove());

test('a fetch can be paused, shows partial results, resumes and ends', {
  tag: '@chromium',
}, async ({ app, page, provider }) => {
  // About 13 rounds of four calls, which leave time to press a button.
  provider.options.latency = 1000;
  await openWithProvider(app, data.path, provider);
  await startFetch(app);
  await expect.poll(() => provider.record.answered.size).toBeGreaterThan(300);
  await app.button('Pause').click();
  await expect(page.getByText('Paused', { exact: true })).toBeVisible();
  await expectMoreCounts(page, 300);
  const calls = provider.record.calls.length;
  const shown = (await snapshot(page)).length;
  // Partial results can be saved; the picker is removed because a script cannot answer it.
  await page.evaluate(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  await app.tab('Snapshot').click();
  const saved = await app.saves(() => app.exports('CSV'));
  expect(saved.bytes.toString().trim().split('\n').length).toBe(shown + 1);
  expect(provider.record.calls.length).toBe(calls);
  await app.button('Resume').click();
  await expect.poll(() => provider.record.calls.length).toBeGreaterThan(calls + 4);
  await app.button('Stop').click();
  await fetchStops(page);
  const ended = provider.record.calls.length;
  const rows = (await snapshot(page)).length;
  expect(rows).toBeLessThan(await videosOf(page));
  expect(rows).toBe(provider.record.answered.size);
  // The next fetch resumes from the ledger.
  provider.options.latency = 0;
  await startFetch(app);
  await fetchEnds(page);
  await expectCounts(page, await videosOf(page));
  expect(provider.record.repeatedIds).toEqual([]);
  expect(provider.record.calls.length).toBeGreaterThan(ended);
});

/** Saves the snapshot in two formats and returns the bytes. */
async function savedSnapshot(app: App): Promise<Record<string, Buffer>> {
  await app.page.evaluate(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  const files: Record<string, Buffer> = {};
  await app.tab('Snapshot').click();
  for (const format of ['CSV', 'Parquet']) {
    files[format] = (await app.saves(() => app.exports(format))).bytes;
  }
  return files;
}

/** Returns the ids whose answers are in complete lines of this browser's ledger. */
async function known(page: Page): Promise<Set<string>> {
  const text = await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('daytally_ledgers', { create: true });
    for await (const handle of folder.values()) {
      return await (await (handle as FileSystemFileHandle).getFile()).text();
    }
    return '';
  });
  const lines = text.split('\n').slice(1, -1);
  return new Set(
    lines.flatMap((line) => {
      const { answers = {}, absent = [] } = JSON.parse(line);
      return [...Object.keys(answers), ...absent];
    }),
  );
}

const [size, concurrency] = [10, 4];

/** Opens the data with small calls and a fixed snapshot date. */
async function opensPaced(app: App, provider: ProviderServer): Promise<void> {
  await openWithProvider(app, data.path, provider, { runDate: '2026-11-20' });
  await app.page.getByLabel('Batch size').fill(String(size));
  await app.page.getByLabel('Parallel requests').fill(String(concurrency));
}

// WebDriver BiDi can neither crash nor kill Firefox.
test('a fetch that is ended at random moments loses no answer', { tag: '@chromium' }, async ({
  browser,
  host,
  launchOptions,
  playwright,
  provider,
}) => {
  test.setTimeout(240_000);
  const seed = Number(process.env.DAYTALLY_SEED ?? randomInt(2 ** 31));
  const endings: Ending[] = ['the tab is closed', 'the renderer crashes', 'the browser is killed'];
  const seedText = `DAYTALLY_SEED=${seed}`;
  console.log(seedText);
  const random = seeded(seed);
  const pick = (below: number) => Math.floor(random() * below);
  const { record, options } = provider;

  const context = await browser.newContext();
  const calm = new App(await context.newPage(), host.url);
  await opensPaced(calm, provider);
  await startFetch(calm);
  await fetchEnds(calm.page);
  const videos = await videosOf(calm.page);
  await expectCounts(calm.page, videos);
  const uninterrupted = await savedSnapshot(calm);
  await context.close();
  record.clear();

  options.latency = 20;
  options.faults = { share: 0.05, kinds: faultKinds, seed };
  const visits = Visits.onDisk(playwright.chromium, launchOptions);
  const ended: string[] = [];
  let last = 0;
  try {
    for (let done = false; !done; ) {
      const app = new App(await visits.next(), host.url);
      await opensPaced(app, provider);
      const [before, kept] = [record.calls.length, await known(app.page)];
      // Only answers in flight may be lost.
      const answered = record.calls.slice(last, before).filter(({ fate }) => fate === 'answered');
      const lost = answered.flatMap(({ ids }) => ids).filter((id) => !kept.has(id));
      expect(lost.length, seedText).toBeLessThanOrEqual(concurrency * size);
      last = before;
      // The visit before may have ended after the last answer.
      await app.button('Fetch counts').or(app.button('Use saved answers')).click();
      // After a random number of calls, and at any point in handling their responses.
      const calls = record.reaches(before + pick(120));
      done = await Promise.race([
        calls.then(() => false),
        fetchEnds(app.page, 60_000).then(() => true),
      ]);
      if (!done) {
        await new Promise((resolve) => setTimeout(resolve, random() * 40));
        const how = endings[pick(endings.length)] as Ending;
        await visits.end(how);
        ended.push(how);
      }
      const again = record.idsSince(before).filter((id) => kept.has(id));
      expect(again, `${seedText}: ids that the ledger had, after ${ended.join(', ')}`).toEqual([]);
      if (!done) continue;
      await expectCounts(app.page, videos);
      const saved = await savedSnapshot(app);
      for (const [format, bytes] of Object.entries(uninterrupted)) {
        expect(saved[format]?.equals(bytes), `${seedText}: ${format}`).toBe(true);
      }
    }
  } finally {
    await visits.close();
  }
  expect(ended.length, seedText).toBeGreaterThan(1);
  expect(record.answered.size, seedText).toBe(videos);
  const answers = [...record.answered.values()].reduce((sum, times) => sum + times, 0);
  expect(answers - videos, seedText).toBeLessThanOrEqual(ended.length * concurrency * size);
});

test('a ledger can be used in another browser, and contains no key', async ({
  app,
  browser,
  host,
  page,
  provider,
}) => {
  await openWithProvider(app, data.path, provider);
  await startFetch(app);
  await fetchEnds(page);
  const first = await snapshot(page);
  const calls = provider.record.calls.length;
  const saved = await app.saves(() => app.button('Export saved answers').click());
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
  const there = new App(other, host.url);
  await openWithProvider(there, data.path, provider);
  const file = { name: saved.name, mimeType: 'text/plain', buffer: saved.bytes };
  await other.getByLabel('Saved answers').setInputFiles(file);
  await expect(other.getByText(/answers from .* are saved in this browser/)).toBeVisible();
  await expect(other.getByText('Every answer is saved. No request is needed.')).toBeVisible();
  await there.button('Use saved answers').click();
  await fetchEnds(other);
  expect(await snapshot(other)).toEqual(first);
  expect(provider.record.calls.length).toBe(calls);
  // An invalid ledger is refused, and the current one stays.
  const wrong = { name: 'x', mimeType: 'text/plain', buffer: readFileSync(data.path) };
  await other.getByLabel('Saved answers').setInputFiles(wrong);
  await expect(
    other.getByRole('alert').filter({ hasText: 'line 1 is not a line of a ledger' }),
  ).toBeVisible();
  await expect(other.getByText(/answers from .* are saved in this browser/)).toBeVisible();
  await context.close();
});

/** The number of videos of a large job. */
const manyVideos = Number(process.env.DAYTALLY_VIDEOS ?? 20_000);

test(`${manyVideos} videos, and 5 % of the calls fail`, { tag: '@chromium' }, async ({
  app,
  page,
  provider,
}) => {
  test.setTimeout(60_000 + manyVideos);
  const many = generated(1.7 * manyVideos, 'clustered', 2);
  try {
    provider.options.faults = {
      share: 0.05,
      kinds: ['tooMany', 'serverError', 'truncated', 'malformed', 'duplicate', 'unrequested'],
      seed: 11,
    };
    await openWithProvider(app, many.path, provider);
    await page.getByLabel('Parallel requests').fill('8');
    await startFetch(app);
    await fetchEnds(page, manyVideos);
    app.faults.length = 0;
    const videos = await videosOf(page);
    expect(videos).toBeGreaterThanOrEqual(manyVideos);
    await expectCounts(page, videos);
    expect(provider.record.repeatedIds).toEqual([]);
    expect(provider.record.answered.size).toBe(videos);
  } finally {
    many.remove();
  }
});
