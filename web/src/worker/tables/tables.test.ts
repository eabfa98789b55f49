import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { Engine, FileSelector, initSync } from '../../generated/daytally.js';
import { initSync as initTables } from '../../generated/daytally_tables.js';
import type { InputFile, LocalFile } from '../../types';
import { Files } from '../files/files';
import { firstRows } from '../files/first_values';
import { LazyStores } from '../files/lazy_stores';
import { select } from '../files/selecting';
import * as tables from './tables';

const corpora = process.env.DAYTALLY_CORPORA ?? '';
const golden = join(corpora, 'delta', 'golden');
const generated = join(import.meta.dirname, '..', '..', 'generated');
const modules = ['daytally_bg.wasm', 'daytally_tables_bg.wasm'].map((name) =>
  join(generated, name),
);
const isBuilt = modules.every((path) => existsSync(path));
const iceberg = join(import.meta.dirname, '../../../../tests/tables/iceberg/fixture/page');
/** Columns whose expected values depend on the time zone of their reader. */
const ofZone = ['data-reader-partition-values as_timestamp'];

/** Returns the files of a folder, as a drop of it has them. */
function dropped(folder: string, name: string): LocalFile[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({
      path: name + path.slice(folder.length).replaceAll('\\', '/'),
      blob: new Blob([readFileSync(path)]),
      inFolder: true,
    }));
}

beforeAll(() => {
  if (!isBuilt) return;
  const [first, second] = modules.map((path) => readFileSync(path));
  initSync({ module: first as Uint8Array<ArrayBuffer> });
  initTables({ module: second as Uint8Array<ArrayBuffer> });
});

type Row = Record<string, string | null>;

/**
 * Returns the rows of what counts in a folder, each with its values as text by column, and the
 * versions of the table.
 */
async function read(folder: string, name: string, version?: number | string) {
  const engine = new Engine();
  const lazy = { engine: () => engine, url: '', load: async () => tables };
  const stores = new LazyStores();
  const all = dropped(folder, name);
  const selected = await select({ FileSelector }, lazy, stores, all, [], 'byLog', version);
  const inputs: readonly InputFile[] =
    'read' in selected ? selected.read : selected.files.flatMap((at) => all[at] ?? []);
  const files = new Files(() => engine, lazy, stores);
  files.register(inputs, 1);
  const rows: Row[] = [];
  for (const file of inputs.keys()) {
    const { columns, rowGroups } = await files.footer(file);
    for (const [rowGroup, group] of rowGroups.entries()) {
      const found: Row[] = [];
      for (const column of columns) {
        const place = { file, rowGroup };
        const values = await firstRows(engine, files, place, column.name, group.rows).catch(
          // A struct, a list or a map, which has no texts.
          ({ message }: Error): undefined => {
            if (message === 'the file has no such column') return;
            throw new Error(`${name} ${column.name}: ${message}`);
          },
        );
        if (!values) continue;
        for (const [at, value] of values.entries()) {
          const row = found[at] ?? {};
          row[column.name] = value;
          found[at] = row;
        }
      }
      rows.push(...found);
    }
  }
  engine.free();
  return { rows, versions: 'versions' in selected ? selected.versions : [] };
}

const sorted = (rows: readonly Row[], columns: readonly string[]) =>
  rows.map((row) => JSON.stringify(columns.map((column) => row[column] ?? null))).sort();

const hasGolden = corpora !== '' && existsSync(golden);
test.runIf(isBuilt && hasGolden)(
  'golden tables have the expected rows',
  async () => {
    const compared: string[] = [];
    for (const name of readdirSync(golden)) {
      if (!existsSync(join(golden, name, 'expected'))) continue;
      const { rows: expected } = await read(join(golden, name, 'expected'), 'expected');
      const columns = Object.keys(expected[0] ?? {}).filter(
        (column) => !ofZone.includes(`${name} ${column}`),
      );
      const { rows: found } = await read(join(golden, name, 'delta'), 'delta');
      expect(sorted(found, columns), name).toEqual(sorted(expected, columns));
      if (expected.length > 0) compared.push(name);
    }
    expect(compared.length).toBeGreaterThan(20);
  },
  120_000,
);

/** The values of one column of each table, as DuckDB 1.5 reads them. */
const others = [
  [
    'java/bunnies',
    'Breed Name',
    'American Fuzzy Lop,Belgian Hare,Californian,Dutch,English Angora,Harlequin,Himalayan,Holland Lop,Mini Rex,Netherland Dwarf,New Zealand,Polish,Satin Angora,Silver Fox,Thrianta',
  ],
  ['spark/bunnies', 'breed_name_length', '10,11,11,11,12,12,13,13,14,16,18,3,5,6,8,8,8,8,9,9'],
  ['spark/rename_column', 'event_date', '2022-01-01,2022-01-01,2022-01-02,null'],
] as const;

test.runIf(isBuilt && hasGolden).each(others)(
  '%s has the expected rows',
  async (name, column, values) => {
    const { rows } = await read(join(corpora, 'iceberg', name), 'table');
    const found = rows.map((row) => row[column] ?? 'null').sort();
    expect(found.join(',')).toBe(values);
  },
);

test.runIf(isBuilt)('every snapshot of an Iceberg table is listed by its id', async () => {
  const { metadata, rows } = JSON.parse(readFileSync(join(iceberg, 'expected.json'), 'utf8'));
  const table = join(iceberg, 'a table');
  // The ids are not exact as numbers.
  const text = readFileSync(join(table, metadata), 'utf8');
  const ids = [...text.matchAll(/"snapshot-id": ?(\d+)/g)].map(([, id = '']) => id);
  const found = await read(table, 't');
  expect(found.rows).toHaveLength(rows);
  expect(found.versions.map(({ version }) => version)).toEqual([...new Set(ids)]);
  expect(found.versions.filter(({ isNewest }) => isNewest)).toEqual([found.versions.at(-1)]);
  expect(found.versions[0]?.committed).toBe('2026-11-29T08:52:08Z');
  // The maker of the table appends nine days of six videos, and then thirty.
  expect((await read(table, 't', ids[0])).rows).toHaveLength(54);
  expect((await read(table, 't', ids[1])).rows).toHaveLength(234);
});
