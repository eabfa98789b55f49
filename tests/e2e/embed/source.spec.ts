import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { contentPolicy } from '../../../web/policy';
import type { DaytallyElement } from '../../../web/src/portal';
import { cases, fixture } from '../support/case';
import { type Host, host } from '../support/static_host';
import { builtPackage } from './built_package';

const html =
  '<!doctype html><title>Portal</title><link rel="icon" href="data:,"><script type="module" src="./daytally/define.js"></script><day-tally workers="2"></day-tally>';
const sample = cases().find(({ name }) => name === 'sample');

let portal: Host;
let folder = '';

test.beforeAll(async () => {
  const built = await builtPackage();
  folder = mkdtempSync(join(tmpdir(), 'daytally-source-'));
  writeFileSync(join(folder, 'index.html'), html);
  writeFileSync(join(folder, 'broken.parquet'), 'PAR1, but no more');
  const data = fixture('sample', 'input');
  portal = await host({ '/daytally/': built, '/data/': data, '/': folder }, contentPolicy());
});

test.afterAll(async () => {
  await portal.stop();
  rmSync(folder, { recursive: true });
});

test.beforeEach(async ({ page }) => {
  await page.goto(portal.url);
  await page.waitForFunction(() => customElements.get('day-tally'));
});

test('run() returns results, and a program waits for nothing else', async ({ page }) => {
  const found = await page.evaluate(async () => {
    const element = document.querySelector('day-tally') as DaytallyElement;
    element.endDate = '2023-04-18';
    const before = element.results;
    const dataset = await element.open('data/views.parquet');
    const results = await element.run();
    const { columns, rows } = await results.rows('gapsRanges', 0, results.length('gapsRanges'));
    return {
      before,
      rowsOfFile: dataset.plan.rows,
      same: results === element.results,
      days: columns.map(({ type }) => type === 'day'),
      rows: rows.map((row) => row.map(String)),
    };
  });
  expect(found.before).toBeUndefined();
  expect(found.same).toBe(true);
  expect(found.rowsOfFile).toBe(sample?.diagnostics?.rows);
  const day = (cell: string) => new Date(Number(cell) * 86_400_000).toISOString().slice(0, 10);
  const expected = sample?.expected.get('gapsRanges');
  const rows = found.rows.map((row) => row.map((cell, at) => (found.days[at] ? day(cell) : cell)));
  expect(rows).toEqual(expected?.rows.map((row) => row.map(String)));
});

test('open() accepts every kind of source, and rejects with the reason', async ({ page }) => {
  const found = await page.evaluate(async () => {
    const element = document.querySelector('day-tally') as DaytallyElement;
    const get = () => fetch('data/views.parquet');
    const picked = new DataTransfer();
    picked.items.add(new File([await (await get()).blob()], 'picked.parquet'));
    const root = await navigator.storage.getDirectory();
    const handle = await root.getFileHandle('kept.parquet', { create: true });
    const writable = await handle.createWritable();
    await writable.write(await (await get()).blob());
    await writable.close();
    const sources = {
      text: 'data/views.parquet',
      url: new URL('data/views.parquet', location.href),
      relative: [{ path: 'a.parquet', url: 'data/views.parquet' }],
      response: await get(),
      buffer: await (await get()).arrayBuffer(),
      bytes: new Uint8Array(await (await get()).arrayBuffer()),
      blob: await (await get()).blob(),
      files: picked.files,
      handle,
    };
    const rows: Record<string, number> = {};
    for (const [name, each] of Object.entries(sources)) {
      rows[name] = (await element.open(each)).plan.rows;
    }
    const refused = (thrown: { code: string; message: string; location: { file?: string } }) => {
      return `${thrown.code}: ${thrown.message}`;
    };
    const reasons: Record<string, string> = {};
    for (const [name, each] of Object.entries({
      nothing: null,
      scheme: 'ftp://data.example/a',
      missing: 'data/nothing.parquet',
      broken: 'broken.parquet',
      brokenTwice: ['broken.parquet', new File(['PAR1'], 'b.parquet')],
      answer: await fetch('data/nothing.parquet'),
    })) {
      reasons[name] = await element.open(each as never).then(() => 'opened', refused);
    }
    const events: unknown[] = [];
    element.addEventListener('error', ({ detail }) => events.push(detail));
    await element.open('broken.parquet').catch(() => {});
    return { rows, reasons, events };
  });
  const rows = sample?.diagnostics?.rows;
  expect([...new Set(Object.values(found.rows))]).toEqual([rows]);
  expect(Object.keys(found.rows)).toHaveLength(9);
  expect(found.reasons.nothing).toMatch(/^invalid_option: Source 1 is null/);
  expect(found.reasons.scheme).toMatch(/^invalid_option: Source 1, "ftp:/);
  expect(found.reasons.missing).toContain('nothing.parquet');
  expect(found.reasons.missing).toContain('404');
  expect(found.reasons.broken).toMatch(/^(not_parquet|truncated): .*broken\.parquet/);
  expect(found.reasons.brokenTwice).toMatch(/^no_input: .*The first: .*\.parquet/);
  expect(found.reasons.answer).toBe('io: nothing.parquet: the server answered 404.');
  const [event] = found.events;
  expect(event).toMatchObject({
    code: 'no_input',
    problems: [{ location: { file: expect.stringContaining('broken.parquet') } }],
  });
});

test('run() rejects if there is nothing to run, and when other work begins', {
  tag: '@chromium',
}, async ({ page }) => {
  const found = await page.evaluate(async () => {
    const element = document.querySelector('day-tally') as DaytallyElement;
    const refused = ({ code, message }: { code: string; message: string }) => `${code}: ${message}`;
    const idle = await element.run().then(() => 'ran', refused);
    await element.open('data/views.parquet');
    const first = element.run().then(() => 'ran', refused);
    const second = element.run().then(() => 'ran', refused);
    const both = [await first, await second];
    const cancelled = element.run().then(() => 'ran', refused);
    element.cancel();
    const kept = element.results;
    // A column that does not exist.
    element.columns = { viewCount: 'nothing' };
    const columns = await element
      .open('data/views.parquet')
      .then(() => element.run())
      .then(() => 'ran', refused);
    return { idle, both, cancelled: await cancelled, kept: kept !== undefined, columns };
  });
  expect(found.idle).toBe('no_input: Nothing is open: open files first.');
  expect(found.both).toEqual([expect.stringMatching(/^cancelled/), 'ran']);
  expect(found.cancelled).toMatch(/^cancelled/);
  expect(found.kept).toBe(true);
  expect(found.columns).toContain('nothing');
});

test('with autorun new dates apply, else the results are stale', { tag: '@chromium' }, async ({
  page,
}) => {
  const found = await page.evaluate(async () => {
    const element = document.querySelector('day-tally') as DaytallyElement;
    const settled = () =>
      new Promise<void>((resolve) => {
        element.addEventListener('result', () => resolve(), { once: true });
      });
    const last = () => element.results?.diagnostics.endDate;
    const gaps = () => element.results?.length('gapsDates');
    await element.open('data/views.parquet');
    await element.run();
    const own = [element.stale, last()];
    element.endDate = '2023-04-10';
    await new Promise((resolve) => setTimeout(resolve, 200));
    const changed = [element.stale, last()];
    const old = element.results;
    const applied = settled();
    element.autorun = true;
    await applied;
    const after = [element.stale, last()];
    const gone = await old?.rows('monthly', 0, 1).catch(({ code }) => code);
    const again = settled();
    element.endDate = '2023-04-18';
    await again;
    const later = [last(), gaps(), element.results?.figures.reads.requests];
    // A date that is set during a run applies after it.
    const run = element.run().catch(({ code }) => code);
    element.endDate = '2023-04-10';
    await run;
    while (last() !== '2023-04-10') await settled();
    return { own, changed, after, gone, later };
  });
  expect(found.own[0]).toBe(false);
  expect(found.changed).toEqual([true, found.own[1]]);
  expect(found.after).toEqual([false, '2023-04-10']);
  expect(found.gone).toBe('no_result');
  expect(found.later.slice(0, 2)).toEqual([
    '2023-04-18',
    sample?.expected.get('gapsDates')?.rows.length,
  ]);
});

test('the property `files` opens what a framework passes', async ({ page }) => {
  const found = await page.evaluate(async () => {
    const element = document.createElement('day-tally') as DaytallyElement;
    const result = new Promise<number>((resolve) => {
      element.addEventListener('result', () => resolve(element.results?.length('monthly') ?? -1));
    });
    element.files = ['data/views.parquet'];
    element.autorun = true;
    element.workers = 1;
    document.body.append(element);
    const rows = await result;
    const failure = new Promise<string>((resolve) => {
      element.addEventListener('error', ({ detail }) => resolve(detail.code));
    });
    element.files = undefined;
    const none = element.files;
    element.files = 5 as never;
    return { rows, none, failure: await failure };
  });
  expect(found.rows).toBe(sample?.expected.get('monthly')?.rows.length);
  expect(found.none).toBeUndefined();
  expect(found.failure).toBe('invalid_option');
});
