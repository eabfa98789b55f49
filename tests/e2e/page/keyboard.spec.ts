import { answers } from '../support/answers';
import { expect, test } from '../support/app';
import { fixture } from '../support/case';
import { focused, tabTo } from '../support/focus';
import { hold, holdReads } from '../support/held';

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
  await tabTo(page, 'By gap');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => focused(page)).toMatchObject({ name: 'By day', visible: true });
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
