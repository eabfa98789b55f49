import type { DaytallyElement } from '../../../web/src/element';
import { expect, test } from '../support/app';
import { fixture } from '../support/case';

test('the days of a video can be read by keyboard, and another video can be entered', {
  tag: '@chromium',
}, async ({ app }) => {
  const { page } = app;
  await app.open();
  await app.drop(fixture('random_daily', 'input'));
  await app.reach('ready');
  await app.runs();
  await app.tab('Gaps').click();
  const id = app.table.locator('tr[aria-rowindex="2"] .link');
  const first = (await id.textContent()) ?? '';
  await id.click();
  const view = page.getByRole('dialog');
  const days = view.locator('day-tally-calendar');
  await expect(view.getByRole('heading', { name: `Video ${first}` })).toBeVisible();
  await expect(days.getByRole('status')).toContainText('have data');
  const strip = days.getByRole('slider');

  // The listed gaps equal those of the gaps result.
  const expected = await page.evaluate(async (id) => {
    const { analyzer } = document.querySelector<DaytallyElement>('day-tally') as DaytallyElement;
    const { columns, rows } = await analyzer.result('gapsRanges').rows(0, 1_000_000);
    const at = (name: string) => columns.findIndex((column) => column.name === name);
    const text = (day: unknown) => new Date(Number(day) * 86_400_000).toISOString().slice(0, 10);
    const [video, from, to, days] = ['video_id', 'gap_start', 'gap_end', 'days'].map(at);
    return rows
      .filter((row) => row[video as number] === id)
      .map((row) => [
        text(row[from as number]),
        text(row[to as number]),
        String(row[days as number]),
      ]);
  }, first);
  expect(expected.length).toBeGreaterThan(0);
  await view.getByText('List gaps').click();
  const table = view.getByRole('region', { name: 'Gaps of the video' });
  const cells = await table.locator('tbody tr').evaluateAll((rows) => {
    return rows.map((row) => [...row.children].map((cell) => cell.textContent?.trim()));
  });
  expect(cells).toEqual(expected);

  await strip.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('PageDown');
  await expect(strip).toHaveAttribute('aria-valuetext', `${expected[0]?.[0]}: missing`);
  await expect(days.locator('.cursor')).toHaveCount(1);
  await page.keyboard.press('End');
  await expect(strip).toHaveAttribute('aria-valuetext', /: (after the end date|data|missing)$/);

  await page.keyboard.press('Escape');
  await expect(view).toBeHidden();
  await app.showVideo('unknown');
  await expect(days.getByRole('status')).toHaveText(/^No video in the data has the ID unknown\./);
  await app.button('Close').click();
  await app.showVideo(`https://www.youtube.com/watch?v=${first}`);
  await expect(view.getByRole('heading', { name: `Video ${first}` })).toBeVisible();
});
