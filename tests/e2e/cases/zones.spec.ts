import { answers, runWith } from '../support/answers';
import { expect, test } from '../support/app';
import { cases, fixture } from '../support/case';

/** Zones with their `getTimezoneOffset` in minutes. */
const zones = {
  'Pacific/Kiritimati': -840,
  'America/Los_Angeles': 420,
  'Asia/Kolkata': -330,
};
/** Half an hour after Los Angeles starts daylight saving; Kiritimati has the next day. */
const now = '2026-03-08T10:30:00Z';
/** Cases with days from dates, text and instants, with and without a zone. */
const tried = ['day_text_forms', 'day_timestamp_us_utc', 'day_timestamp_us_local'];
const zoned = ['zone_kiritimati', 'zone_kolkata', 'zone_new_york', 'zone_new_york_not_given'];

/** Returns the current date in a zone. */
function dayIn(zone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(new Date(now));
}

test('the zones have different days', () => {
  expect(Object.keys(zones).map(dayIn)).toEqual(['2026-03-09', '2026-03-08', '2026-03-08']);
});

for (const [zone, offset] of Object.entries(zones)) {
  test.describe(zone, () => {
    test.use({ timezoneId: zone });

    const tag = zone === 'America/Los_Angeles' ? [] : ['@chromium'];
    test(`the user's zone affects only the snapshot date: ${zone}`, { tag }, async ({ app }) => {
      test.setTimeout(120_000);
      const { page } = app;
      await page.clock.setFixedTime(now);
      await app.removePicker();
      await app.open(2);
      expect(await page.evaluate(() => new Date().getTimezoneOffset())).toBe(offset);
      for (const each of cases().filter(({ name }) => [...tried, ...zoned].includes(name))) {
        await app.drop(...each.inputs);
        await app.reach('ready');
        await runWith(page, each.options);
        const { tables } = await answers(page);
        expect(tables, each.name).toEqual(Object.fromEntries(each.expected));
      }

      // The date that the page shows.
      await app.drop(fixture('sample', 'input', 'views.parquet'));
      await app.reach('ready');
      await expect(page.getByLabel('Snapshot date')).toHaveValue(dayIn(zone));
      await page.getByLabel('End date').fill('2023-04-18');
      await app.runs();
      const expected = cases().find(({ name }) => name === 'sample')?.expected;
      const dates = expected?.get('gapsDates')?.rows ?? [];
      await app.tab('Gaps').click();
      await app.form('By day');
      for (const row of [0, 1, 2]) expect((await app.cells(row + 1)).slice(1)).toEqual(dates[row]);
      const lines = async () => {
        const { bytes } = await app.saves(() => app.exports('CSV'));
        return bytes.toString('utf8').trimEnd().split('\r\n').slice(1);
      };
      expect(await lines()).toEqual(dates.map((row) => row.join()));
      await app.tab('Snapshot').click();
      const snapshot = await lines();
      const column = snapshot.map((line) => line.split(',')[3]);
      expect([...new Set(column)]).toEqual([dayIn(zone)]);
      expect(snapshot.length).toBe(expected?.get('snapshot')?.rows.length);
    });
  });
}
