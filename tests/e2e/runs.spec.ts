import { readFileSync } from 'node:fs';
import type { CDPSession, Page } from '@playwright/test';
import type { DaytallyElement } from '../../web/src/element';
import { type App, expect, test } from './app';
import { fixture } from './case';
import { privateFiles } from './private_files';

// A trace would be the greater part of what is held.
test.use({ trace: 'off' });

/** Runs in one tab; `npm run soak` makes a thousand. */
const runs = Number(process.env.DAYTALLY_RUNS ?? 100);
/** The run after which everything has been used once, with which the others are compared. */
const first = 10;
/** MiB for each worker: every run is spilled. */
const tiny = 0.01;
const tabs = ['overview', 'monthly', 'gaps', 'snapshot', 'combined', 'diagnostics'];

/** What a tab holds; memory is in bytes. */
interface Held {
  readonly run: number;
  /** JavaScript's heap in the page, after a collection. */
  readonly heap: number;
  readonly nodes: number;
  readonly listeners: number;
  readonly workers: number;
  /** Files and folders in the private part of the disk, without results that were just saved. */
  readonly files: number;
  /** The browser's own process, and the page's; 0 where the system does not tell. */
  readonly browser: number;
  readonly renderer: number;
}

/** The proportional set size of processes, from Linux's `/proc`. */
function pss(ids: readonly number[]): number {
  try {
    const kib = ids.map((id) => {
      return Number(
        /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))?.[1],
      );
    });
    return kib.reduce((sum, some) => sum + some * 1024, 0);
  } catch {
    return 0;
  }
}

async function held(page: Page, session: CDPSession, run: number): Promise<Held> {
  // Once more for what the first collection lets go of, such as ports whose other end is gone.
  for (let times = 0; times < 3; times += 1) {
    await session.send('HeapProfiler.collectGarbage');
    await page.waitForTimeout(200);
  }
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  const browser = await page.context().browser()?.newBrowserCDPSession();
  const { processInfo = [] } = (await browser?.send('SystemInfo.getProcessInfo')) ?? {};
  await browser?.detach();
  const of = (type: string) => processInfo.filter((each) => each.type === type).map(({ id }) => id);
  return {
    run,
    heap: usedSize,
    nodes,
    listeners: jsEventListeners,
    workers: page.workers().length,
    files: (await privateFiles(page)).filter((path) => !path.endsWith('.csv')).length,
    browser: pss(of('browser')),
    renderer: pss(of('renderer')),
  };
}

/** Opens a file, runs, looks at a result and saves it, as a user does. */
async function oneRun(app: App, run: number, sample: Buffer): Promise<void> {
  await app.pick([{ name: `views-${run}.parquet`, mimeType: '', buffer: sample }]);
  await app.reach('ready');
  await app.runs();
  await app.tab('Monthly').click();
  await app.cells(1);
  await app.saves(() => app.button('CSV').click());
}

/** Runs from one to another, both inclusive, by the element's own functions, in turn with each tab. */
async function moreRuns(page: Page, from: number, to: number, sample: Buffer): Promise<void> {
  const phases = await page.evaluate(
    async ({ from, to, tabs, text }) => {
      const element = document.querySelector<DaytallyElement>('day-tally') as DaytallyElement;
      const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
      const phases: string[] = [];
      for (let run = from; run <= to; run += 1) {
        element.tab = tabs[run % tabs.length] ?? '';
        await element.open(new File([bytes], `views-${run}.parquet`));
        await element.run();
        await element.updateComplete;
        // Until what is shown was drawn.
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50)));
        phases.push(element.analyzer.state.phase);
      }
      return phases;
    },
    { from, to, tabs, text: sample.toString('base64') },
  );
  expect(phases.filter((phase) => phase !== 'done')).toEqual([]);
}

test(`${runs} runs in one tab leave no more than ${first}`, async ({ app, browserName }) => {
  test.skip(browserName !== 'chromium', 'only Chromium tells what a tab holds');
  test.setTimeout(60_000 + runs * 5_000);
  const { page } = app;
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  await app.open(2, tiny);
  const sample = readFileSync(fixture('sample', 'input', 'views.parquet'));
  const session = await page.context().newCDPSession(page);
  const found: Held[] = [];
  const step = Math.max(first, Math.floor(runs / 10));
  for (let run = 10; run <= runs; run += 10) {
    await moreRuns(page, run - 9, run - 1, sample);
    await oneRun(app, run, sample);
    if (run !== first && run % step !== 0) continue;
    found.push(await held(page, session, run));
    console.log(JSON.stringify(found.at(-1)));
  }
  const [before, after] = [found[0], found.at(-1)] as [Held, Held];
  expect(after.run).toBeGreaterThan(before.run);
  expect(after.workers).toBe(before.workers);
  expect(after.files).toBe(before.files);
  expect(after.nodes).toBeLessThanOrEqual(before.nodes * 1.1 + 200);
  expect(after.listeners).toBeLessThanOrEqual(before.listeners * 1.1 + 50);
  // Compiled code, and what the browser notes of slow frames, come to an end.
  expect(after.heap).toBeLessThanOrEqual(before.heap * 1.1 + 2e6);
  expect(after.renderer).toBeLessThanOrEqual(before.renderer * 1.2 + 100e6);
  expect(after.browser).toBeLessThanOrEqual(before.browser * 1.2 + 100e6);
});
