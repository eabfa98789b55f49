import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { parquetMetadata } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { DaytallyElement } from '../../../web/src/element';
import { type App, expect, test } from '../support/app';
import { fixture } from '../support/case';

/** In path order. */
const inputs = [
  'many_row_groups',
  'count_int32',
  'page_checksums',
  'unreadable_days_range',
  'codec_gzip_v1',
];
/** Inputs that cannot be copied: narrower counts, and values that are not valid days. */
const decoded = ['count_int32', 'unreadable_days_range'];

interface RowGroup {
  readonly rows: number;
  /** The bytes of each column chunk, as hex. */
  readonly chunks: readonly string[];
}

function rowGroups(file: Buffer): RowGroup[] {
  const bytes = new Uint8Array(file);
  return parquetMetadata(bytes.buffer).row_groups.map(({ num_rows, columns }) => ({
    rows: Number(num_rows),
    chunks: columns.map(({ meta_data: chunk }) => {
      if (!chunk) throw new Error('a column chunk without metadata');
      const start = Number(chunk.dictionary_page_offset ?? chunk.data_page_offset);
      return file.toString('hex', start, start + Number(chunk.total_compressed_size));
    }),
  }));
}

function files() {
  return inputs.map((name, number) => {
    const file = name === 'unreadable_days_range' ? 'a.parquet' : 'views.parquet';
    const buffer = readFileSync(fixture(name, 'input', file));
    return { name: `${number}.parquet`, mimeType: '', buffer };
  });
}

/** Removes the save picker, because a script cannot answer it. */
async function withoutPicker(app: App): Promise<void> {
  await app.removePicker();
}

/** Returns the rows of the combined result as text. */
async function combinedRows(page: Page): Promise<string[]> {
  return await page.evaluate(async () => {
    const { analyzer } = document.querySelector<DaytallyElement>('day-tally') as DaytallyElement;
    const source = analyzer.result('combined');
    const { rows } = await source.rows(0, source.length);
    return rows.map((row) => row.map(String).join());
  });
}

async function combinedOf(app: App): Promise<Buffer> {
  await withoutPicker(app);
  await app.open();
  await app.pick(files());
  await app.reach('ready');
  await app.runs();
  await app.tab('Combined').click();
  const { bytes } = await app.saves(() => app.exports('Parquet'));
  return bytes;
}

test('copies column chunks that already have the types of the result', {
  tag: '@chromium',
}, async ({ app }) => {
  const saved = await combinedOf(app);
  const found = rowGroups(saved);
  const expected = files().map(({ buffer }) => rowGroups(buffer));
  for (const [at, groups] of expected.entries()) {
    for (const group of groups) {
      const copy = found.shift();
      expect(copy?.rows).toBe(group.rows);
      if (decoded.includes(inputs[at] ?? '')) expect(copy?.chunks).not.toEqual(group.chunks);
      else expect(copy?.chunks).toEqual(group.chunks);
    }
  }
  const before = await combinedRows(app.page);
  const snapshot = found.reduce((sum, { rows }) => sum + rows, 0);
  expect(found.length).toBe(1);
  expect(snapshot).toBeGreaterThan(0);

  await app.pick([{ name: 'combined.parquet', mimeType: '', buffer: saved }]);
  await app.reach('ready');
  await app.runs();
  // The second run adds another snapshot after these rows.
  expect((await combinedRows(app.page)).slice(0, before.length)).toEqual(before);
});

test('a filtered result copies no column chunks', { tag: '@chromium' }, async ({ app }) => {
  await combinedOf(app);
  const saved = await app.page.evaluate(async () => {
    const { analyzer } = document.querySelector<DaytallyElement>('day-tally') as DaytallyElement;
    let text = '';
    const write = async (bytes: Uint8Array) => {
      text += Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
    };
    const filter = { last: 19_420 };
    await analyzer.export('combined', 'parquet', { write }, { filter });
    const { length } = await analyzer.view('combined', { filter });
    return JSON.stringify({ text, length });
  });
  const { text, length } = JSON.parse(saved) as { text: string; length: number };
  const groups = rowGroups(Buffer.from(text, 'latin1'));
  expect(length).toBeGreaterThan(0);
  expect(groups.reduce((sum, { rows }) => sum + rows, 0)).toBe(length);
});

test('estimates the size of a file that is copied', { tag: '@chromium' }, async ({ app }) => {
  const rows = 150_000;
  const each = <T>(value: (row: number) => T) => Array.from({ length: rows }, (_, i) => value(i));
  const fields = [
    { name: 'channel_id', type: 'BYTE_ARRAY', converted_type: 'UTF8' },
    { name: 'video_id', type: 'BYTE_ARRAY', converted_type: 'UTF8' },
    { name: 'created_date', type: 'INT32', converted_type: 'DATE' },
    { name: 'date', type: 'INT32', converted_type: 'DATE' },
    { name: 'viewCount', type: 'INT64' },
  ] as const;
  const day = (number: number) => new Date(number * 86_400_000);
  const bytes = parquetWriteBuffer({
    codec: 'UNCOMPRESSED',
    schema: [
      { name: 'root', num_children: fields.length },
      ...fields.map((field) => ({ ...field, repetition_type: 'OPTIONAL' as const })),
    ],
    columnData: [
      { name: 'channel_id', data: each(() => 'channel') },
      { name: 'video_id', data: each((row) => `video ${Math.floor(row / 1000)}`) },
      { name: 'created_date', data: each(() => day(18_000)) },
      { name: 'date', data: each((row) => day(18_000 + (row % 1000))) },
      { name: 'viewCount', data: each((row) => BigInt(row) ** 3n % 1_000_003n) },
    ],
  });
  await withoutPicker(app);
  await app.open();
  await app.pick([{ name: 'views.parquet', mimeType: '', buffer: Buffer.from(bytes) }]);
  await app.reach('ready');
  await app.runs();
  const [estimate = 0, encoded = 0] = await app.page.evaluate(async () => {
    const { analyzer } = document.querySelector<DaytallyElement>('day-tally') as DaytallyElement;
    // A filter for all days prevents copying, so that all rows are encoded again.
    const all = { kind: 'combined', format: 'parquet' } as const;
    const chosen = analyzer.exportSize({ ...all, filter: { first: 0 } });
    return await Promise.all([analyzer.exportSize(all), chosen]);
  });
  await app.tab('Combined').click();
  const { bytes: saved } = await app.saves(() => app.exports('Parquet'));
  expect(estimate / saved.length).toBeGreaterThan(0.95);
  expect(estimate / saved.length).toBeLessThan(1.05);
  expect(encoded / saved.length).toBeLessThan(0.8);
});
