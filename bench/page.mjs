// Measures the built page in Chromium: drops files as a mouse does, and clicks Analyze.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { project } from '../scripts/run/environment.mjs';
import { SetupError } from '../scripts/run/step.mjs';
import { chromiumArgs } from '../scripts/setup/browser.mjs';
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
  const url = server.resolvedUrls.local[0];
  return { url, close: () => server.close() };
}

/**
 * Drops the paths in a tab of a new browser and analyzes them `runs` times. The first run is cold:
 * a new browser has not compiled anything yet.
 */
export async function onPage(options, paths, runs) {
  return await inTab(options, async (tab) => {
    const { ready, shown, dropped } = await tab.drop(paths);
    const found = {
      preview: (shown - dropped) / 1000,
      footers: (ready - dropped) / 1000,
      runs: [],
    };
    for (let run = 0; run < runs; run += 1) found.runs.push(await tab.run(run > 0));
    return found;
  });
}

/** Measures the browser's peak memory, above its start, while a result is saved as CSV. */
export async function savedOnPage(options, paths, tabName) {
  return await inTab(options, async (tab) => {
    await tab.drop(paths);
    await tab.run(false);
    return await tab.save(tabName);
  });
}

/**
 * Calls `work` with a tab of a new browser. Its profile is on disk, as a user's is: a private
 * window keeps the files that a page spills in memory, and limits their size.
 */
async function inTab({ executablePath, url, threads, parameters = {}, limit = 600 }, work) {
  const profile = mkdtempSync(join(tmpdir(), 'daytally-bench-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: chromiumArgs,
    viewport: { width: 1280, height: 1000 },
    // Caching the page's files for offline use is not part of a run.
    serviceWorkers: 'block',
  });
  let watch;
  try {
    watch = new Watch(await processOf(context.browser()));
    const page = context.pages()[0] ?? (await context.newPage());
    const faults = [];
    page.on('pageerror', (error) => faults.push(error.message));
    const query = new URLSearchParams({ workers: String(threads), autorun: 'no', ...parameters });
    await page.goto(`${url}?${query}`);
    await page.locator('day-tally [part=page]').waitFor();
    await page.evaluate(mark);
    await page.evaluate(() => {
      document.querySelector('day-tally').setAttribute('provider', 'simulator');
    });
    await page.waitForTimeout(1500);
    const idle = watch.now;
    watch.reset();
    return await work({
      async drop(paths) {
        await drop(page, paths);
        const { drop: dropped, ready, shown } = await reach(page, 'shown', limit, faults);
        return { dropped, ready, shown };
      },
      async run(again) {
        watch.reset();
        const name = again ? 'Analyze again' : 'Analyze';
        await page.getByRole('button', { name, exact: true }).click();
        const { click, done } = await reach(page, 'done', limit, faults);
        const memory = Math.max(0, watch.peak - idle) || undefined;
        return { seconds: (done - click) / 1000, memory, counts: await counts(page) };
      },
      async save(tabName) {
        await page.evaluate(saveInPrivate);
        await page.getByRole('tab', { name: tabName }).click();
        // The table's first reads are not part of the measurement.
        await page.waitForTimeout(2000);
        const before = watch.now;
        watch.reset();
        const began = performance.now();
        await page.getByText('Export', { exact: true }).click();
        await page.getByRole('button', { name: 'CSV', exact: true }).click();
        await page.getByText(/^Saved .*\.csv/).waitFor({ timeout: limit * 1000 });
        const seconds = (performance.now() - began) / 1000;
        const memory = Math.max(0, watch.peak - before) || undefined;
        return { seconds, memory, bytes: await page.evaluate(savedBytes) };
      },
    });
  } finally {
    watch?.stop();
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

/** Returns the browser's main process, the parent of all its others. */
async function processOf(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.find(({ type }) => type === 'browser').id;
}

/** In the page: records when the user acts and when the analyzer first reaches each phase. */
function mark() {
  const marks = {};
  window.daytallyMarks = marks;
  const note = (name) => {
    marks[name] ??= performance.now();
  };
  document.addEventListener('drop', () => note('drop'), true);
  const element = document.querySelector('day-tally');
  let watched;
  const watch = () => {
    const { analyzer } = element;
    if (analyzer === watched) return;
    watched = analyzer;
    analyzer.addEventListener('statechange', () => {
      const { phase } = analyzer.state;
      note(phase);
      // In the second frame, what the first one drew is on the screen.
      if (phase === 'ready') {
        requestAnimationFrame(() => requestAnimationFrame(() => note('shown')));
      }
    });
  };
  const begin = () => {
    delete marks.done;
    marks.click = performance.now();
    // Each run has a new analyzer.
    setTimeout(watch);
  };
  document.addEventListener('click', begin, true);
  watch();
}

async function drop(page, paths) {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop']) {
    await session.send('Input.dispatchDragEvent', { type, x: 300, y: 120, data });
  }
  await session.detach();
}

/** Waits for a mark and returns all of them; if the run fails, throws with the reason. */
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
  throw new SetupError('the run failed in the page', [failed, ...faults].join('\n'));
}

/** In the page: files are saved in its private folder, because a test cannot use a file picker. */
function saveInPrivate() {
  window.showSaveFilePicker = async () => {
    const root = await navigator.storage.getDirectory();
    return await root.getFileHandle('saved', { create: true });
  };
}

async function savedBytes() {
  const root = await navigator.storage.getDirectory();
  return (await (await root.getFileHandle('saved')).getFile()).size;
}

async function counts(page) {
  // The snapshot is still fetched when everything else is shown.
  const isComplete = () => !document.querySelector('day-tally').analyzer.state.outcome?.updating;
  await page.waitForFunction(isComplete, undefined, { timeout: 600_000 });
  return await page.evaluate(() => {
    const { outcome } = document.querySelector('day-tally').analyzer.state;
    const known = [...outcome.counts].filter(([, count]) => 'rows' in count);
    return Object.fromEntries(known.map(([kind, { rows }]) => [kind, rows]));
  });
}
