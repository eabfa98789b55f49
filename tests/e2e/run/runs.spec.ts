import { readFileSync } from 'node:fs';
import type { CDPSession, Page } from '@playwright/test';
import type { DaytallyElement } from '../../../web/src/element';
import { type App, expect, test } from '../support/app';
import { fixture } from '../support/case';
import { privateFiles } from '../support/private_files';

// A trace would need most of the memory.
test.use({ trace: 'off' });

/** The number of runs in one tab; `npm run soak` makes a thousand. */
const runs = Number(process.env.DAYTALLY_RUNS ?? 20);
/** The run that later ones are compared with; by then everything has been used once. */
const first = 10;
/** MiB for each worker, so small that every run spills. */
const tiny = 0.01;
const tabs = ['overview', 'monthly', 'gaps', 'snapshot', 'combined', 'diagnostics'];

/** Resources of a tab; memory is in bytes. */
interface Held {
  readonly run: number;
  /** The JavaScript heap of the page after a garbage collection. */
  readonly heap: number;
  readonly nodes: number;
  readonly listeners: number;
  readonly workers: number;
  /** Files and folders in the private file system, except recently saved results. */
  readonly files: number;
  /** Memory of the browser process and of the page's; 0 if the system does not report it. */
  readonly browser: number;
  readonly renderer: number;
}

/** Returns the proportional set size of processes from Linux's `/proc`. */
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
  // A second time for objects that the first collection released, such as closed ports.
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

/** Opens a file, runs, shows a result and saves it, like a user. */
async function oneRun(app: App, run: number, sample: Buffer): Promise<void> {
  await app.pick([{ name: `views-${run}.parquet`, mimeType: '', buffer: sample }]);
  await app.reach('ready');
  await app.runs();
  await app.tab('Monthly').click();
  await app.cells(1);
  await app.saves(() => app.exports('CSV'));
}

/** Runs from one number to another, both inclusive, through the element, with a new tab each time. */
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
        // Wait until the tab is drawn.
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50)));
        phases.push(element.analyzer.state.phase);
      }
      return phases;
    },
    { from, to, tabs, text: sample.toString('base64') },
  );
  expect(phases.filter((phase) => phase !== 'done')).toEqual([]);
}

test(`${runs} runs in one tab hold no more resources than ${first}`, async ({
  app,
  browserName,
}) => {
  test.skip(browserName !== 'chromium', 'only Chromium reports the resources of a tab');
  test.setTimeout(60_000 + runs * 5_000);
  const { page } = app;
  await app.removePicker();
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
  // Compiled code and the browser's records of slow frames reach a limit.
  expect(after.heap).toBeLessThanOrEqual(before.heap * 1.1 + 2e6);
  expect(after.renderer).toBeLessThanOrEqual(before.renderer * 1.2 + 100e6);
  expect(after.browser).toBeLessThanOrEqual(before.browser * 1.2 + 100e6);
});
