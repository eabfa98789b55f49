import { answers } from '../support/answers';
import { expect, test } from '../support/app';
import { fixture } from '../support/case';
import { focused, tabTo } from '../support/focus';
import { hold, holdReads } from '../support/held';
import { sampleBytes } from '../support/sample';

test('the keyboard alone leads from the empty page to a saved result', async ({ app }) => {
  const { page } = app;
  await page.addInitScript(() => {
    // Pickers that only a person can answer.
    delete (window as { showSaveFilePicker?: unknown }).showSaveFilePicker;
    delete (window as { showOpenFilePicker?: unknown }).showOpenFilePicker;
  });
  // The browser reports choosers only some time after the first listener was added.
  const chooser = page.waitForEvent('filechooser');
  await app.open();
  await tabTo(page, 'Choose files');
  await page.keyboard.press('Enter');
  await (await chooser).setFiles(fixture('codec_snappy_v1', 'input', 'views.parquet'));
  await app.reach('ready');
  await tabTo(page, 'Analyze');
  await page.keyboard.press('Enter');
  await app.reach('done');
  // The focus stays where it is, and the results follow it.
  await expect.poll(() => focused(page)).toMatchObject({ name: 'Analyze again', visible: true });
  await tabTo(page, /^Overview/);
  for (const name of [/^Channels/, /^Monthly/, /^Gaps/]) {
    await page.keyboard.press('ArrowRight');
    await expect.poll(async () => (await focused(page)).name).toMatch(name);
  }
  await tabTo(page, 'By day');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'By day', pressed: true })).toBeFocused();
  await tabTo(page, 'Export');
  await page.keyboard.press('Enter');
  await tabTo(page, 'CSV');
  const { name, bytes } = await app.saves(() => page.keyboard.press('Enter'));
  expect(name).toMatch(/^views_gaps-by-day_.*\.csv$/);
  const rows = (await answers(page)).tables.gapsDates?.rows ?? [];
  expect(bytes.toString('utf8').trimEnd().split('\r\n').slice(1)).toEqual(
    rows.map((row) => row.join()),
  );
  await app.saved(name);
  // The menu has closed.
  await expect.poll(() => focused(page)).toMatchObject({ name: 'Export', visible: true });
  await tabTo(page, /^Gaps, by day/);
  await page.keyboard.press('ControlOrMeta+End');
  expect((await app.cells(rows.length))[0]).toBe(rows.length.toLocaleString('en-US'));
});

test('moves the focus when the focused element is removed', async ({ app }) => {
  const { page } = app;
  await holdReads(app.page);
  await app.open();
  await app.pickFolder(fixture('codec_snappy_v1', 'input'));
  await app.reach('ready');
  await hold(page);
  await tabTo(page, 'Analyze');
  await page.keyboard.press('Enter');
  await app.reach('scanning');
  await expect(page.getByRole('progressbar')).toBeVisible();
  expect((await focused(page)).name).toBe('Analyze');
  // An accidental second Enter neither runs again nor cancels.
  await page.keyboard.press('Enter');
  await tabTo(page, 'Cancel');
  await page.keyboard.press('Enter');
  await app.reach('cancelled');
  await expect.poll(() => focused(page)).toMatchObject({ name: 'Analyze', visible: true });
  await hold(page, false);
  await page.keyboard.press('Enter');
  await app.reach('done');
  await expect.poll(async () => (await focused(page)).name).toBe('Analyze again');
});

test('the keyboard alone finds which videos miss which days, and whether it is an outage', {
  tag: '@chromium',
}, async ({ app }) => {
  const { page } = app;
  await page.addInitScript(() => {
    // Pickers that only a person can answer.
    delete (window as { showSaveFilePicker?: unknown }).showSaveFilePicker;
    delete (window as { showOpenFilePicker?: unknown }).showOpenFilePicker;
  });
  const chooser = page.waitForEvent('filechooser');
  app.starts = true;
  await app.open();
  const sample = await sampleBytes(page);
  await tabTo(page, 'Choose files');
  await page.keyboard.press('Enter');
  await (await chooser).setFiles({ name: 'views.parquet', mimeType: '', buffer: sample });
  await app.reach('done');
  // The run started by itself; the results are one key away.
  await page.locator('canvas').first().waitFor();
  const found = await answers(page);
  const coverage = found.diagnostics?.coverage as { outages: { date: string; missing: number }[] };
  const [outage] = [...coverage.outages].sort((a, b) => b.missing - a.missing);
  if (!outage) throw new Error('The sample has an outage.');
  await tabTo(page, /^Missing data by day/);
  // The chart is a slider whose value is a day.
  const chart = page.getByRole('slider', { name: /^Missing data by day/ });
  for (let presses = 0; presses < 400; presses += 1) {
    if ((await chart.getAttribute('aria-valuetext'))?.includes(outage.date)) break;
    await page.keyboard.press('ArrowRight');
  }
  await expect(chart).toHaveAttribute('aria-valuetext', new RegExp(`${outage.date}.*outage`, 'i'));
  await page.keyboard.press('Enter');
  await expect(app.tab('Gaps')).toHaveAttribute('aria-selected', 'true');
  const missing = (found.tables.gapsDates?.rows ?? []).filter((row) => row[3] === outage.date);
  expect(missing.length).toBeGreaterThan(10);
  const all = (found.tables.gapsDates?.rows.length ?? 0).toLocaleString('en-US');
  await expect(page.getByText(`${missing.length} of ${all} rows match`)).toBeVisible();
  await tabTo(page, /^Export/);
  await page.keyboard.press('Enter');
  await tabTo(page, /^CSV/);
  const { bytes } = await app.saves(() => page.keyboard.press('Enter'));
  const lines = bytes.toString('utf8').trimEnd().split('\r\n').slice(1);
  expect(lines).toHaveLength(missing.length);
  for (const line of lines) expect(line).toContain(outage.date);
});

test('the keyboard alone leads from the tile of outages to the videos of one', {
  tag: '@chromium',
}, async ({ app }) => {
  const { page } = app;
  await app.open();
  await app.sample();
  const found = await answers(page);
  const coverage = found.diagnostics?.coverage as { outages: { date: string; missing: number }[] };
  const [outage] = coverage.outages;
  if (!outage) throw new Error('The sample has an outage.');
  await tabTo(page, /outages/);
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page)).toEqual({ tag: 'h2', name: 'Outages', visible: true });
  await tabTo(page, outage.date);
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await focused(page)).name).toMatch(/^Gaps/);
  const rows = found.tables.gapsDates?.rows ?? [];
  const missing = rows.filter((row) => row[3] === outage.date).length;
  expect(missing).toBeGreaterThan(10);
  await expect(page.getByText(`${missing} of ${rows.length} rows match`)).toBeVisible();
  await expect(page.getByText('This day is an outage.')).toBeVisible();
});
