import type { Page } from '@playwright/test';
import { countOf } from '../../provider/server/counts';
import { ProviderServer } from '../../provider/server/server';
import { App, test as base, expect } from '../support/app';
import { Host } from '../support/host';

/** A page whose policy allows a provider on this machine. */
export const test = base.extend<{ provider: ProviderServer; host: Host; app: App }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the pattern.
  provider: async ({}, use) => {
    const provider = await ProviderServer.start();
    await use(provider);
    await provider.close();
  },
  host: async ({ provider }, use) => {
    const host = await Host.start();
    host.connect = [provider.url];
    await use(host);
    await host.stop();
  },
  app: async ({ page, host }, use) => {
    await use(new App(page, host.url));
  },
});

export { expect };

/** Opens a file, runs without a provider, and shows the snapshot. */
export async function openSnapshot(app: App, path: string, runDate = ''): Promise<void> {
  const { page } = app;
  app.provider = '';
  await app.open();
  await app.pick(path);
  await app.reach('ready');
  if (runDate) await page.getByLabel('Snapshot date').fill(runDate);
  await app.runs();
  await app.tab('Snapshot').click();
}

/** Opens a file, runs, and chooses the imitated YouTube Data API. */
export async function openWithProvider(
  app: App,
  path: string,
  provider: ProviderServer,
  { key = 'good-key', runDate = '' } = {},
): Promise<void> {
  const { page } = app;
  await openSnapshot(app, path, runDate);
  await chooseSource(page, 'youtube');
  await page.getByLabel('API key').fill(key);
  await page.getByText('Rate limits').click();
  await page.getByLabel('API URL').fill(provider.youtube);
}

/** Chooses where the counts come from. */
export async function chooseSource(page: Page, name: 'youtube' | 'http'): Promise<void> {
  await page.getByLabel('Source', { exact: false }).selectOption(name);
}

export function startFetch(app: App): Promise<void> {
  return app.button('Fetch counts').click();
}

export async function fetchEnds(page: Page, timeout = 30_000): Promise<void> {
  await expect(page.getByText('Done: every video is fetched')).toBeVisible({ timeout });
}

/** Waits until a fetch has been stopped by the user, with some answers. */
export async function fetchStops(page: Page): Promise<void> {
  await expect(page.getByText(/^Stopped: [\d,]+ of [\d,]+ videos fetched and saved/)).toBeVisible();
}

/** A row of the snapshot: its id, its count as text, its date. */
interface Row {
  id: string;
  views: string;
  date: number;
}

/** Rows per transfer from the browser. */
const rowsAtOnce = 10_000;

/** Waits until the snapshot, which the page derives while it fetches, has more rows than `rows`. */
export async function expectMoreCounts(page: Page, rows: number): Promise<void> {
  await expect(async () => expect((await snapshot(page)).length).toBeGreaterThan(rows)).toPass();
}

/** Returns all rows of the snapshot. */
export async function snapshot(page: Page): Promise<Row[]> {
  const all: Row[] = [];
  for (let start = 0; start === all.length; start += rowsAtOnce) {
    all.push(...(await rowsFrom(page, start)));
  }
  return all;
}

function rowsFrom(page: Page, start: number): Promise<Row[]> {
  return page.evaluate(
    async ([start, end]) => {
      const analyzer = document.querySelector('day-tally')?.analyzer;
      if (!analyzer) throw new Error('there is no element');
      const { columns, rows } = await analyzer.result('snapshot').rows(start, end);
      const at = (name: string) => columns.findIndex((column) => column.name === name);
      const [id, views, date] = [at('video_id'), at('viewCount'), at('date')];
      return rows.map((row) => {
        return { id: String(row[id]), views: String(row[views]), date: Number(row[date]) };
      });
    },
    [start, start + rowsAtOnce] as const,
  );
}

/** Expects that the snapshot has `videos` ids, each with the server's count. */
export async function expectCounts(page: Page, videos: number): Promise<void> {
  const rows = await snapshot(page);
  const wrong = rows.filter(({ id, views }) => views !== String(countOf(id)));
  expect(wrong).toEqual([]);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(videos);
}

/** Returns the number of distinct videos in the open data. */
export function videosOf(page: Page): Promise<number> {
  return page.evaluate(() => {
    const state = document.querySelector('day-tally')?.analyzer.state;
    return state?.phase === 'done' ? state.outcome.diagnostics.videos : 0;
  });
}
