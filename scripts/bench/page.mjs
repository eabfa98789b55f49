// The built page in Chromium: files dropped as a mouse drops them, and Run pressed.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { project } from '../run/environment.mjs';
import { SetupError } from '../run/step.mjs';
import { chromiumArgs } from '../setup/browser.mjs';
import { Watch } from './memory.mjs';

/** Serves the built page on a free port; `close` ends it. */
export async function servePage() {
  const { preview } = await import('vite');
  const server = await preview({
    root: `${project}/web`,
    configFile: `${project}/vite.config.ts`,
    logLevel: 'warn',
    preview: { host: '127.0.0.1', port: 4300, strictPort: false },
  });
  const address = server.resolvedUrls.local[0];
  return { address, close: () => server.close() };
}

/**
 * Opens a browser and a tab, drops the paths, and runs so often: the first run is that of a cold
 * tab, as a fresh browser has compiled nothing yet. Its profile is on the disk, as a user's is; a
 * private window would keep the files that a page spills to in memory, and allow few of them.
 */
export async function onPage(
  { executablePath, address, threads, parameters = {}, limit = 600 },
  paths,
  runs,
) {
  const profile = mkdtempSync(join(tmpdir(), 'daytally-bench-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: chromiumArgs,
    viewport: { width: 1280, height: 1000 },
    // Keeping the page's files for offline is no part of a run.
    serviceWorkers: 'block',
  });
  let watch;
  try {
    watch = new Watch(await processOf(context.browser()));
    const page = context.pages()[0] ?? (await context.newPage());
    const faults = [];
    page.on('pageerror', (error) => faults.push(error.message));
    const query = new URLSearchParams({ workers: String(threads), ...parameters });
    await page.goto(`${address}?${query}`);
    await page.getByRole('heading', { name: 'Daytally' }).waitFor();
    await page.evaluate(mark);
    await page.waitForTimeout(1500);
    const idle = watch.now;
    watch.reset();
    await drop(page, paths);
    const { drop: dropped, ready, shown } = await reach(page, 'shown', limit, faults);
    const found = {
      preview: (shown - dropped) / 1000,
      footers: (ready - dropped) / 1000,
      runs: [],
    };
    for (let run = 0; run < runs; run += 1) {
      watch.reset();
      const name = run === 0 ? 'Run' : 'Run again';
      await page.getByRole('button', { name, exact: true }).click();
      const { click, done } = await reach(page, 'done', limit, faults);
      const memory = Math.max(0, watch.peak - idle) || undefined;
      found.runs.push({ seconds: (done - click) / 1000, memory, counts: await counts(page) });
    }
    return found;
  } finally {
    watch?.stop();
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

/** The browser's own process, which all others of it belong to. */
async function processOf(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.find(({ type }) => type === 'browser').id;
}

/** In the page: notes when the user did something and when the analyzer first got somewhere. */
function mark() {
  const marks = {};
  window.daytallyMarks = marks;
  const note = (name) => {
    marks[name] ??= performance.now();
  };
  document.addEventListener('drop', () => note('drop'), true);
  const begin = () => {
    delete marks.done;
    marks.click = performance.now();
  };
  document.addEventListener('click', begin, true);
  const { analyzer } = document.querySelector('day-tally');
  analyzer.addEventListener('statechange', () => {
    const { phase } = analyzer.state;
    note(phase);
    // The second frame after it: what the first one drew is on the screen.
    if (phase === 'ready') {
      requestAnimationFrame(() => requestAnimationFrame(() => note('shown')));
    }
  });
}

async function drop(page, paths) {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop']) {
    await session.send('Input.dispatchDragEvent', { type, x: 300, y: 120, data });
  }
  await session.detach();
}

/** Waits for a mark, and gives all of them; a run that fails says why. */
async function reach(page, name, limit, faults) {
  const reached = await page.waitForFunction(
    (name) => {
      const { state } = document.querySelector('day-tally').analyzer;
      if (['failed', 'questions', 'cancelled'].includes(state.phase)) {
        return { failed: state.error?.message ?? state.phase };
      }
      const marks = window.daytallyMarks;
      return marks[name] !== undefined && { marks };
    },
    name,
    { timeout: limit * 1000, polling: 100 },
  );
  const { failed, marks } = await reached.jsonValue();
  if (failed === undefined) return marks;
  throw new SetupError('the page could not do it', [failed, ...faults].join('\n'));
}

async function counts(page) {
  // The snapshot goes on when all else is shown.
  const asked = () => !document.querySelector('day-tally').analyzer.state.outcome?.updating;
  await page.waitForFunction(asked, undefined, { timeout: 600_000 });
  return await page.evaluate(() => {
    const { outcome } = document.querySelector('day-tally').analyzer.state;
    const known = [...outcome.counts].filter(([, count]) => 'rows' in count);
    return Object.fromEntries(known.map(([kind, { rows }]) => [kind, rows]));
  });
}
