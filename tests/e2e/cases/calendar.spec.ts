import type { Page } from '@playwright/test';
import type { DaytallyElement } from '../../../web/src/element';
import { runWith } from '../support/answers';
import { expect, test } from '../support/app';
import { cases, fixture } from '../support/case';

/** Returns the days with data per video id, by channel and upload day. */
async function calendars(page: Page, ids: readonly string[]) {
  return await page.evaluate(async (videos) => {
    const { analyzer } = document.querySelector<DaytallyElement>('day-tally') as DaytallyElement;
    const text = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);
    const found: Record<string, { series: string[]; days: string[][] }> = {};
    for (const video of videos) {
      const all = await analyzer.calendar(video);
      found[video] = {
        series: all.flatMap(({ channelId, created }) => {
          return created.map((day) => `${channelId ?? null} ${text(day)}`);
        }),
        days: all.map(({ months, days }) => {
          return months.flatMap((month, at) => {
            const bits = Array.from({ length: 31 }, (_, bit) => bit);
            return bits
              .filter((bit) => ((days[at] ?? 0) >> bit) & 1)
              .map((bit) => text(month + bit));
          });
        }),
      };
    }
    return found;
  }, ids);
}

/** Cases that differ from others only in how values are stored. */
const storage = /^(codec|encoding|count|columns|type|zone)_/;

test('the calendar of each video has the days of its rows', { tag: '@chromium' }, async ({
  app,
}) => {
  test.setTimeout(240_000);
  await app.open(3);
  let videos = 0;
  for (const each of cases()) {
    const combined = each.expected.get('combined');
    if (!combined || each.error || storage.test(each.name)) continue;
    await app.drop(...each.inputs);
    await app.reach('ready', 'questions', 'failed');
    await runWith(app.page, each.options);
    const rows = (each.diagnostics as { rows: number } | undefined)?.rows;
    const input = combined.rows.slice(0, rows ?? 0) as (string | null)[][];
    const ids = [...new Set(input.map(([, video]) => video as string | null))];
    const known = ids.filter((id) => id !== null).slice(0, 12);
    const found = await calendars(app.page, [...known, 'no such video']);
    expect(found['no such video']).toEqual({ series: [], days: [] });
    for (const id of known) {
      const own = input.filter(([, video]) => video === id);
      const dates = own.flatMap(([, , , date]) => (date ? [date] : []));
      const series = own.flatMap(([channel, , created]) =>
        created ? [`${channel} ${created}`] : [],
      );
      expect([...(found[id]?.series ?? [])].sort(), id).toEqual([...new Set(series)].sort());
      for (const days of found[id]?.days ?? [])
        expect(days, id).toEqual([...new Set(dates)].sort());
      videos += 1;
    }
  }
  expect(videos).toBeGreaterThan(300);
});

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
