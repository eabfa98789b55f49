import { writeFileSync } from 'node:fs';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { type App, expect, test } from '../support/app';
import { numbersOf } from './duckdb';

/** Exports the channels; returns the name of the file and its text. */
async function exported(app: App, format: string): Promise<{ name: string; text: string }> {
  await app.page.locator('day-tally-channels summary').click();
  const { name, bytes } = await app.saves(() => app.button(format).click());
  return { name, text: bytes.toString('utf8') };
}

test(
  'all channels of the search are exported in the shown order, with the numbers of DuckDB',
  {
    tag: '@chromium',
  },
  async ({ app }, info) => {
    // More channels than are listed at first; each has data on other days, and another sum.
    const rows = Array.from({ length: 300 }, (_, channel) => {
      const id = channel === 7 ? '=1+1' : `UC${String(channel).padStart(3, '0')}`;
      const days = [1, ...Array.from({ length: channel % 9 }, (_, at) => 2 * at + 2), 20];
      return days.map((day, at) => ({
        id,
        day,
        views: BigInt(channel + 1) * 3n ** 36n - BigInt(at),
      }));
    }).flat();
    const january = (day: number) => new Date(Date.UTC(2023, 0, day));
    const text = { type: 'BYTE_ARRAY', converted_type: 'UTF8' } as const;
    const date = { type: 'INT32', converted_type: 'DATE' } as const;
    const columns = [
      { name: 'channel_id', ...text, data: rows.map(({ id }) => id) },
      { name: 'video_id', ...text, data: rows.map(({ id }) => `video of ${id}`) },
      { name: 'created_date', ...date, data: rows.map(() => january(1)) },
      { name: 'date', ...date, data: rows.map(({ day }) => january(day)) },
      { name: 'viewCount', type: 'INT64', data: rows.map(({ views }) => views % 2n ** 62n) },
    ] as const;
    const schema = columns.map(({ data: _, ...column }) => {
      return { ...column, repetition_type: 'OPTIONAL' as const };
    });
    const bytes = parquetWriteBuffer({
      schema: [{ name: 'root', num_children: schema.length }, ...schema],
      columnData: columns.map(({ name, data }) => ({ name, data })),
    });
    const file = info.outputPath('channels.parquet');
    writeFileSync(file, new Uint8Array(bytes));
    const found = numbersOf(file);
    const lines = found.channels.map(([id, videos, views, expected, missing, gaps]) => ({
      views: BigInt(views),
      line: [id, missing / expected, missing, expected, gaps, videos, views].join(),
    }));
    lines.sort((a, b) => (a.views < b.views ? -1 : 1));
    const sorted = lines.map(({ line }) => line);
    const head = 'channel_id,missing_share,missing_days,expected_days,gaps,videos,views';

    await app.removePicker();
    await app.open();
    await app.pick(file);
    await app.reach('ready');
    await app.runs();
    await app.tab('Channels').click();
    const views = app.page.getByRole('columnheader', { name: 'Views' }).getByRole('button');
    await views.click();
    await views.click();
    await expect(app.page.locator('day-tally-channels [aria-sort=ascending]')).toContainText(
      'Views',
    );
    await expect(app.page.locator('day-tally-channels')).toContainText('The first 200 of 300.');
    const whole = await exported(app, 'CSV');
    expect(whole.name).toBe('channels_channels_2023-01-01_2023-01-20.csv');
    expect(whole.text.split('\r\n')).toEqual([head, ...sorted, '']);
    const safe = await exported(app, 'CSV (Excel-safe)');
    expect(safe.name).toBe('channels_channels_2023-01-01_2023-01-20.spreadsheet.csv');
    expect(safe.text).toBe(`\ufeff${whole.text.replace('\r\n=1+1,', "\r\n'=1+1,")}`);

    // What is exported is what is shown.
    await app.page.getByRole('searchbox', { name: 'Search channel IDs' }).fill('UC01');
    await expect(app.page.getByText('10 channels match.')).toBeVisible();
    const some = await exported(app, 'CSV');
    const matching = sorted.filter((line) => line.startsWith('UC01'));
    expect(some.text.split('\r\n')).toEqual([head, ...matching, '']);
  },
);
