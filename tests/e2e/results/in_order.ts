import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type TestInfo } from '@playwright/test';
import type { App } from '../support/app';

const script = join(import.meta.dirname, '..', '..', 'oracle', 'engines', 'in_order.py');

/** Every format, with the extension of its files. */
export const exportFormats = [
  ['CSV', 'csv'],
  ['CSV (Excel-safe)', 'spreadsheet.csv'],
  ['Parquet', 'parquet'],
  ['Arrow file', 'arrow'],
  ['Arrow stream', 'arrows'],
] as const;

/** DuckDB's comparison of a sorted file. */
interface Checked {
  readonly whole: number;
  readonly rows: number;
  /** Rows that are not as expected. */
  readonly wrong: number;
  /** Rows that have another place than in the whole result. */
  readonly moved: number;
}

/** Saves the shown result in a format; returns the path of the file. */
export async function save(app: App, info: TestInfo, label: string, name: string): Promise<string> {
  const { bytes } = await app.saves(() => app.exports(label));
  const path = info.outputPath(name);
  writeFileSync(path, bytes);
  return path;
}

/**
 * Compares a file with the rows of another in the order of a column. The file must have all of the
 * other's columns, or those given. The column `rn` is the order of the other.
 */
export function inOrder(
  whole: string,
  sorted: string,
  column: string,
  way: 'asc' | 'desc',
  columns?: readonly string[],
): Checked {
  const python = process.env.DAYTALLY_PYTHON;
  if (!python) throw new Error('DAYTALLY_PYTHON names no Python with DuckDB');
  const found = execFileSync(python, [script, whole, sorted, column, way], { encoding: 'utf8' });
  const { columns: names, columnsOfWhole, ...checked } = JSON.parse(found);
  expect(names).toEqual(columns ?? columnsOfWhole);
  return checked;
}
