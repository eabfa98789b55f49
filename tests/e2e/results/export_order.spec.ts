import { writeFileSync } from 'node:fs';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { type App, expect, test } from '../support/app';
import { exportFormats as formats, inOrder, save } from './in_order';

/** Sorts by a column; the second press reverses the order. */
async function sort(app: App, title: string, presses: number): Promise<void> {
  for (let press = 0; press < presses; press += 1) {
    await app.table.getByRole('columnheader', { name: title }).getByRole('button').click();
  }
}

test.beforeEach(async ({ app }) => {
  await app.removePicker();
});

test(
  'exports have the shown rows in the shown order',
  { tag: '@chromium' },
  async ({ app }, info) => {
    test.slow();
    await app.open();
    await app.sample();
    await app.tab('Gaps').click();
    const whole = await save(app, info, 'CSV', 'whole.csv');
    // The same order reaches every writer, so that each format is written in one order at least.
    for (const [title, column, presses, way, written] of [
      // Numbers are sorted in descending order first.
      ['Days', 'days', 1, 'desc', formats.slice(0, 2)],
      ['Days', 'days', 1, 'asc', formats.slice(2, 4)],
      ['Video ID', 'video_id', 2, 'desc', formats.slice(3)],
    ] as const) {
      await sort(app, title, presses);
      for (const [label, format] of written) {
        const sorted = await save(app, info, label, `${column}-${way}.${format}`);
        const checked = await inOrder(whole, sorted, column, way);
        expect(checked, `${column} ${way} ${format}`).toMatchObject({
          rows: checked.whole,
          wrong: 0,
        });
        expect(checked.moved).toBeGreaterThan(checked.whole / 2);
      }
    }
    // The whole result in its own order is still available.
    await app.exportMenu();
    await app.page.getByRole('checkbox', { name: /^Ignore order/ }).check();
    const again = await save(app, info, 'CSV', 'again.csv');
    expect(await inOrder(whole, again, 'channel_id', 'asc')).toMatchObject({ wrong: 0, moved: 0 });
  },
);

test(
  'lists, filtered rows and rows of the input are exported in order',
  { tag: '@chromium' },
  async ({ app }, info) => {
    test.slow();
    await app.open();
    await app.sample();
    for (const [tab, title, column] of [
      ['Gaps', 'Missing dates', 'missing_dates'],
      ['Monthly', 'Views', 'aggViewCount'],
      ['Combined', 'Views', 'viewCount'],
    ] as const) {
      await app.tab(tab).click();
      if (tab === 'Gaps') await app.form('By video');
      await app.within(
        tab === 'Monthly' ? '2022-11' : '2022-11-01',
        tab === 'Monthly' ? '2023-01' : '2023-01-31',
      );
      await app.page.getByText(/rows match/).waitFor();
      const whole = await save(app, info, 'CSV', `${tab}.csv`);
      await sort(app, title, 1);
      for (const [label, format] of [formats[0], formats[2]]) {
        const sorted = await save(app, info, label, `${tab}-desc.${format}`);
        const checked = await inOrder(whole, sorted, column, 'desc');
        expect(checked, tab).toMatchObject({ rows: checked.whole, wrong: 0 });
        expect(checked.whole).toBeGreaterThan(50);
        expect(checked.moved).toBeGreaterThan(checked.whole / 2);
      }
    }
  },
);

test(
  '2.2 million rows are exported in order',
  { tag: ['@chromium', '@slow'] },
  async ({ app }, info) => {
    test.setTimeout(300_000);
    // A sort of an export keeps 1,048,576 rows at a time, so that there are three parts.
    const videos = Array.from({ length: 22 }, (_, video) => `video-${video}`);
    const text = (name: string, of: (video: string) => string) => {
      return { name, data: videos.map(of), type: 'STRING' as const };
    };
    // Each video has data only on the last day, so that 100,000 earlier days are missing.
    const bytes = parquetWriteBuffer({
      columnData: [
        text('channel_id', () => 'channel'),
        text('video_id', (video) => video),
        text('created_date', () => '1750-01-01'),
        text('date', () => '2023-10-17'),
        { name: 'viewCount', data: videos.map(() => 1n), type: 'INT64' },
      ],
    });
    const file = info.outputPath('long.parquet');
    writeFileSync(file, new Uint8Array(bytes));
    await app.open(2);
    await app.pick(file);
    await app.runs();
    await app.tab('Gaps').click();
    await app.form('By day');
    const whole = await save(app, info, 'CSV', 'whole.csv');
    // All videos have each day, so that the order of equal values matters.
    await sort(app, 'Missing date', 2);
    const sorted = await save(app, info, 'CSV', 'long-desc.csv');
    const checked = await inOrder(whole, sorted, 'missing_date', 'desc');
    expect(checked).toMatchObject({ rows: 2_200_000, whole: 2_200_000, wrong: 0 });
  },
);
