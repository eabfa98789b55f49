import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Writable } from 'node:stream';
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

/** The program that compares. Its start takes longest, so that it serves all tests of a worker. */
let checker: { input: Writable; lines: AsyncIterator<string> } | undefined;

function started() {
  const python = process.env.DAYTALLY_PYTHON;
  if (!python) throw new Error('DAYTALLY_PYTHON names no Python with DuckDB');
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  // It ends with the worker, which closes its input.
  child.unref();
  return { input: child.stdin, lines: createInterface(child.stdout)[Symbol.asyncIterator]() };
}

/**
 * Compares a file with the rows of another in the order of a column. The file must have all of the
 * other's columns, or those given. The column `rn` is the order of the other.
 */
export async function inOrder(
  whole: string,
  sorted: string,
  column: string,
  way: 'asc' | 'desc',
  columns?: readonly string[],
): Promise<Checked> {
  checker ??= started();
  checker.input.write(`${JSON.stringify([whole, sorted, column, way])}\n`);
  const { value, done } = await checker.lines.next();
  if (done) throw new Error(`${script} failed`);
  const { columns: names, columnsOfWhole, ...checked } = JSON.parse(value);
  expect(names).toEqual(columns ?? columnsOfWhole);
  return checked;
}
