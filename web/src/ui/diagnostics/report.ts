import type { Dataset, Outcome } from '../../types';
import { guardedField } from '../text/csv';
import { byFile, keyOf } from './by_file';

/** A small file to be saved; the name of the dataset precedes its own. */
export interface SaveRequest {
  readonly name: string;
  readonly text: () => string | Promise<string>;
}

/** Returns the diagnostics as a JSON document: first of all rows, then of each file. */
export function jsonReport({ diagnostics, options }: Outcome, dataset: Dataset): string {
  const { plan, problems, tables, ignored } = dataset;
  const { rowIssues: _, unreadable: __, warnings, ...whole } = diagnostics;
  const files = byFile(diagnostics).map(({ file, lines }) => ({
    file,
    issues: lines.map(({ role, unreadable, rows, rowGroup, example }) => ({
      what: keyOf(role, unreadable),
      rows,
      firstRowGroup: rowGroup,
      ...(unreadable && { example }),
    })),
  }));
  const leftOut = problems.map(({ code, message, location }) => ({ code, message, location }));
  const document = {
    options,
    warnings,
    columns: Object.fromEntries(plan.roles.map(({ role, column }) => [role, column])),
    filesRead: plan.files.length,
    filesLeftOut: leftOut,
    tables,
    skipped: ignored.slice(0, 1000),
    skippedCount: ignored.length,
    whole,
    files,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/**
 * Returns the counts as CSV, a line for each; those of all rows have no file. Names and examples
 * come from the data, so that no part of them may begin a formula. Nothing reads this file back.
 */
export function csvReport({ diagnostics }: Outcome): string {
  const files = byFile(diagnostics).flatMap(({ lines }) => lines);
  const unreadable = new Map<string, number>();
  for (const { role, unreadable: bad, rows } of files) {
    const key = keyOf(role, bad);
    if (bad) unreadable.set(key, (unreadable.get(key) ?? 0) + rows);
  }
  const { coverage, countPairs, ...whole } = diagnostics;
  const pairs = Object.entries(countPairs ?? {}).map(([name, value]) => [
    `countPairs.${name}`,
    value,
  ]);
  const all = [...Object.entries(whole), ...Object.entries(coverage ?? {}), ...pairs];
  const counts = all.filter(([, value]) => typeof value === 'number');
  const lines = [
    ['file', 'first_row_group', 'what', 'rows', 'example'],
    ...[...counts, ...unreadable].map(([what, rows]) => ['', '', what, String(rows), '']),
    ...files.map(({ file, rowGroup, role, unreadable: bad, rows, example }) => {
      return [file, String(rowGroup), keyOf(role, bad), String(rows), example];
    }),
  ];
  return lines.map((line) => `${line.map(guardedField).join(',')}\n`).join('');
}
