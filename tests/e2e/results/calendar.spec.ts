import type { DaytallyElement } from '../../../web/src/element';
import { expect, test } from '../support/app';
import { fixture } from '../support/case';

test('the calendar can be read by keyboard, and another video can be entered', async ({ app }) => {
  const { page } = app;
  await app.open();
  await app.drop(fixture('random_daily', 'input'));
  await app.reach('ready');
  await app.runs();
  const view = page.locator('day-tally-calendar');
  const strip = view.getByRole('slider');
  await expect(view.getByRole('status')).toContainText('A video to begin with. Data on');
  const first = (await view.getByLabel('Video id').inputValue()) ?? '';

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
  await view.getByText('Gaps as a table').click();
  const table = view.getByRole('region', { name: 'Gaps of the video' });
  const cells = await table.locator('tbody tr').evaluateAll((rows) => {
    return rows.map((row) => [...row.children].map((cell) => cell.textContent?.trim()));
  });
  expect(cells).toEqual(expected);

  await strip.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('PageDown');
  await expect(strip).toHaveAttribute('aria-valuetext', `${expected[0]?.[0]}: no data`);
  await expect(view.locator('.cursor')).toHaveCount(1);
  await page.keyboard.press('End');
  await expect(strip).toHaveAttribute('aria-valuetext', /: (after the end date|data|no data)$/);

  await view.getByLabel('Video id').fill('unknown');
  await page.keyboard.press('Enter');
  await expect(view.getByRole('status')).toHaveText(/^No video in the data has the id unknown\./);
  await app.tab('Monthly').click();
  await page.evaluate((id) => {
    // The event that a table sends when an id is clicked.
    const results = document
      .querySelector('day-tally')
      ?.shadowRoot?.querySelector('day-tally-results');
    const panel = results?.shadowRoot?.querySelector('[role=tabpanel] > *');
    panel?.dispatchEvent(new CustomEvent('video', { detail: id, bubbles: true, composed: true }));
  }, first);
  await expect(view.getByLabel('Video id')).toHaveValue(first);
  await expect(view.getByRole('status')).toContainText('Data on');
});
