import type { Page } from '@playwright/test';
import type { DaytallyElement } from '../../../web/src/element';
import type { Role, RowIssues } from '../../../web/src/types';
import { expect } from '../support/app';
import type { Case } from '../support/case';

/** A row with an issue that the page found; cells are in role order, with days as text. */
interface Found {
  readonly row: number;
  readonly cells: readonly (string | null)[];
  readonly value: string;
}

/** Returns example rows for every issue of the diagnostics, unreadable values last. */
async function examples(page: Page): Promise<{ line: RowIssues; bad: boolean; rows: Found[] }[]> {
  return await page.evaluate(async () => {
    const { analyzer } = document.querySelector<DaytallyElement>('day-tally') as DaytallyElement;
    const { state } = analyzer;
    if (state.phase !== 'done') throw new Error(`the run is ${state.phase}`);
    const { rowIssues, unreadable } = state.outcome.diagnostics;
    const text = (cell: unknown) => {
      if (typeof cell !== 'number') return cell === null ? null : String(cell);
      return new Date(cell * 86_400_000).toISOString().slice(0, 10);
    };
    const found = [];
    for (const [bad, lines] of [[false, rowIssues] as const, [true, unreadable] as const]) {
      for (const line of lines) {
        const rows = await analyzer.issueRows({ ...line, unreadable: bad });
        found.push({
          line,
          bad,
          rows: rows.map((row) => ({ ...row, cells: row.cells.map(text) })),
        });
      }
    }
    return found;
  });
}

const roles: readonly Role[] = ['channelId', 'videoId', 'createdDate', 'date', 'viewCount'];

/** Returns whether a row of the oracle has the issue; unreadable values are null there. */
function hasIssue(cells: readonly (string | null)[], role: Role, bad: boolean): boolean {
  const [, , created = null, date = null] = cells;
  if (role !== 'createdDate' || bad) return cells[roles.indexOf(role)] === null;
  return created !== null && date !== null && date < created;
}

/** Expects that the example rows of each issue are those of the oracle. */
export async function expectExamples(each: Case, page: Page): Promise<void> {
  const oracle = each.diagnostics as Record<string, number> | undefined;
  const combined = each.expected.get('combined');
  if (!oracle || !combined || each.error) return;
  // Cases without issues have no examples; the crate's tests check that none is reported.
  const { row_issues: issues, unreadable } = each.diagnostics as Record<string, unknown[]>;
  if (!issues?.length && !unreadable?.length) return;
  const found = await examples(page);
  expect(found.length).toBeGreaterThan(0);
  // The combined result has the input rows in the order of the files.
  const files = await page.evaluate(() => {
    const { analyzer } = document.querySelector<DaytallyElement>('day-tally') as DaytallyElement;
    const { state } = analyzer;
    return 'dataset' in state && state.dataset ? state.dataset.plan.tasks : [];
  });
  const rowsOf = new Map<number, number>();
  for (const { file, rows } of files) rowsOf.set(file, (rowsOf.get(file) ?? 0) + rows);
  const sum = (role: Role) =>
    found.reduce((all, { line, bad }) => all + (!bad && line.role === role ? line.rows : 0), 0);
  expect(roles.map(sum)).toEqual([
    oracle.null_channel_rows,
    oracle.null_video_rows,
    oracle.rows_before_created,
    oracle.null_date_rows,
    oracle.null_count_rows,
  ]);
  const only = rowsOf.size === 1;
  for (const { line, bad, rows } of found) {
    const what = `${line.file} ${line.role} ${bad}`;
    expect(rows.length, what).toBeGreaterThan(0);
    expect(rows.length, what).toBeLessThanOrEqual(Math.min(3, line.rows));
    for (const { cells, value } of rows) {
      expect(hasIssue(cells, line.role, bad), `${what}: ${cells}`).toBe(true);
      if (!bad) expect(value, what).toBe('');
    }
    if (bad) expect(rows[0]?.value, what).toBe(line.example);
    if (!only) continue;
    // The examples are the first rows of the oracle with this issue.
    const withIssue = combined.rows.flatMap((row, at) => {
      return hasIssue(row as (string | null)[], line.role, bad) ? [at] : [];
    });
    for (const { row, cells } of rows) expect(cells, what).toEqual(combined.rows[row]);
    if (!bad)
      expect(
        rows.map(({ row }) => row),
        what,
      ).toEqual(withIssue.slice(0, rows.length));
  }
}
