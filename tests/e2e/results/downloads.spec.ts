import { tableFromIPC } from '@uwdata/flechette';
import type { Format } from '../../../web/src/types';
import { answers } from '../support/answers';
import { type App, expect, test } from '../support/app';
import type { Table } from '../support/case';
import type { Saved } from '../support/firefox';
import { holdReads, slow } from '../support/held';
import { folderOf, sampleBytes } from '../support/sample';

const labels: Record<Format, string> = {
  parquet: 'Parquet',
  csv: 'CSV',
  arrow: 'Arrow file',
  arrows: 'Arrow stream',
  'spreadsheet.csv': 'CSV (Excel-safe)',
};

const results = [
  { tab: 'Monthly', kind: 'monthly', name: 'monthly' },
  { tab: 'Gaps', form: 'By video', kind: 'gapsList', name: 'gaps-by-video' },
  { tab: 'Gaps', form: 'By day', kind: 'gapsDates', name: 'gaps-by-day' },
  { tab: 'Gaps', form: 'By gap', kind: 'gapsRanges', name: 'gaps' },
  { tab: 'Snapshot', kind: 'snapshot', name: 'snapshot-simulated' },
  { tab: 'No count', kind: 'unanswered', name: 'no-count' },
  { tab: 'Combined', kind: 'combined', name: 'combined-simulated' },
] as const;

/** Returns the name of a file of the sample: with its days, or the day of its counts. */
function fileOf(name: string, format: Format): string {
  const dated = name === 'no-count' || name.startsWith('snapshot');
  const days = dated ? new Date().toISOString().slice(0, 10) : '2022-10-01_2023-04-18';
  return `sample_${name}_${days}.${format}`;
}

/** Removes the save picker, because a script cannot answer it; some browsers have none. */
async function withoutPicker(app: App): Promise<void> {
  await app.removePicker();
}

async function save(app: App, format: Format): Promise<Saved> {
  return await app.saves(() => app.exports(labels[format]));
}

/** Returns a table as CSV in the form of the export, optionally guarded for spreadsheets. */
function csv({ columns, rows }: Table, guarded = false): string {
  const field = (value: Table['rows'][number][number], at: number) => {
    if (value === null) return '';
    if (typeof value !== 'string') return value.join(';');
    const formula = guarded && columns[at]?.type === 'utf8' && /^[=+\-@]/.test(value);
    return formula ? `'${value}` : value || '""';
  };
  const lines = [columns.map(({ name }) => name), ...rows.map((row) => row.map(field))];
  return (guarded ? '\ufeff' : '') + lines.map((line) => `${line.join(',')}\r\n`).join('');
}

/** Returns the rows of an Arrow file or stream in the form of `expected/*.json`. */
function arrowRows(bytes: Buffer): unknown[][] {
  const table = tableFromIPC(new Uint8Array(bytes), { useBigInt: true });
  const day = (value: number) => new Date(value).toISOString().slice(0, 10);
  const text = (value: unknown): unknown => {
    if (typeof value === 'bigint') return String(value);
    if (typeof value === 'number') return day(value);
    if (value === null || typeof value === 'string') return value;
    return Array.from(value as Iterable<number>, day);
  };
  return table.toArray().map((row) => Object.values(row).map(text));
}

test('saves every result in every format', { tag: ['@chromium', '@slow'] }, async ({ app }) => {
  await withoutPicker(app);
  await app.open();
  await app.sample();
  const { tables } = await answers(app.page);
  for (const { tab, kind, name, ...rest } of results) {
    await app.tab(tab).click();
    if ('form' in rest) await app.form(rest.form);
    const table = tables[kind];
    if (!table) throw new Error(`no ${kind}`);
    for (const format of ['csv', 'spreadsheet.csv', 'arrow', 'arrows', 'parquet'] as const) {
      const { name: saved, bytes } = await save(app, format);
      expect(saved).toBe(fileOf(name, format));
      if (format === 'csv') expect(bytes.toString('utf8')).toBe(csv(table));
      else if (format === 'spreadsheet.csv') {
        expect(bytes.toString('utf8')).toBe(csv(table, true));
        if (kind === 'monthly') expect(csv(table, true)).not.toBe(csv(table));
      } else if (format !== 'parquet') expect(arrowRows(bytes)).toEqual(table.rows);
      else expect(bytes.subarray(0, 4).toString()).toBe('PAR1');
      await app.saved(fileOf(name, format));
    }
  }
});

test('writes to the file that the user picks', { tag: '@chromium' }, async ({ app }) => {
  await app.page.addInitScript(() => {
    Object.assign(window, {
      showSaveFilePicker: async ({ suggestedName }: { suggestedName: string }) => {
        const root = await navigator.storage.getDirectory();
        return await root.getFileHandle(`picked-${suggestedName}`, { create: true });
      },
    });
  });
  await app.open();
  await app.sample();
  await app.tab('Monthly').click();
  await app.exports('CSV');
  const file = fileOf('monthly', 'csv');
  await app.saved(file);
  const text = await app.page.evaluate(async (name) => {
    const root = await navigator.storage.getDirectory();
    const handle = await root.getFileHandle(`picked-${name}`);
    return await (await handle.getFile()).text();
  }, file);
  const { tables } = await answers(app.page);
  expect(text).toBe(csv(tables.monthly as Table));
});

test('does nothing when the user cancels the picker', { tag: '@chromium' }, async ({ app }) => {
  await app.page.addInitScript(() => {
    const refuse = () =>
      Promise.reject(new DOMException('The user aborted a request.', 'AbortError'));
    Object.assign(window, { showSaveFilePicker: refuse });
  });
  await app.open();
  await app.sample();
  await app.tab('Monthly').click();
  await app.exports('CSV');
  await app.exportMenu();
  await expect(app.button('CSV')).toBeEnabled();
  await expect(app.page.getByText(/_monthly_.*\.csv/)).toHaveCount(0);
});

test('saves from memory if there are no private files', async ({ app }) => {
  await withoutPicker(app);
  await app.page.addInitScript(() => {
    if (!navigator.storage) return; // about:blank in Firefox
    navigator.storage.getDirectory = () => Promise.reject(new DOMException('no', 'SecurityError'));
  });
  await app.open();
  await app.sample();
  await app.tab('Monthly').click();
  const { tables } = await answers(app.page);
  const { bytes } = await save(app, 'csv');
  expect(bytes.toString('utf8')).toBe(csv(tables.monthly as Table));
});

test('cancels a download and keeps the results', async ({ app }) => {
  await withoutPicker(app);
  await holdReads(app.page);
  await app.open();
  const { path, remove } = folderOf(await sampleBytes(app.page), 20);
  await app.drop(path);
  await app.reach('ready');
  await app.runs();
  await app.tab('Combined').click();
  await app.cells(1);
  await slow(app.page, 1_000);
  await app.exports('CSV');
  // Longer than the menu waits before it estimates sizes.
  await app.page.waitForTimeout(600);
  await app.button('Cancel export').click();
  await expect(app.page.getByText(/Cancelled: many_combined-simulated_.*\.csv/)).toBeVisible();
  await slow(app.page, 0);
  await app.exportMenu();
  await expect(app.button('CSV')).toHaveAccessibleDescription(/\d (bytes|[kMG]B)/);
  await app.page.keyboard.press('Escape');
  await app.tab('Monthly').click();
  const { bytes } = await save(app, 'csv');
  expect(bytes.length).toBeGreaterThan(1000);
  const left = await app.page.evaluate(async () => {
    const names: string[] = [];
    const root = await navigator.storage.getDirectory();
    for await (const folder of root.values()) {
      if (folder.kind === 'directory') {
        for await (const name of (folder as FileSystemDirectoryHandle).keys()) names.push(name);
      }
    }
    return names;
  });
  expect(left.filter((name) => name.includes('combined-simulated'))).toEqual([]);
  remove();
});
