import type { Page } from '@playwright/test';
import type { DaytallyElement } from '../../../web/src/element';
import type { Overview, Problem, ResultKind, RunOptions } from '../../../web/src/types';
import type { Table } from './case';

/** The results and problems that the page's analyzer holds after a run. */
export interface Answers {
  readonly phase: string;
  readonly tables: Partial<Record<ResultKind, Table>>;
  readonly diagnostics: Record<string, unknown> | undefined;
  readonly overview: Overview | undefined;
  /** Bytes that the run spilled to disk. */
  readonly spilled: number;
  /** All reported problems: skipped files, failures and unavailable results. */
  readonly problems: readonly Problem[];
}

/** Runs with options through the analyzer of the page's element. */
export async function runWith(page: Page, options: RunOptions): Promise<void> {
  await page.evaluate(async (given) => {
    const { analyzer } = document.querySelector<DaytallyElement>('day-tally') as DaytallyElement;
    await analyzer.choose(given);
    await analyzer.run(given);
  }, options);
}

/** Reads every row of every result, in windows of 701 rows. */
export async function answers(page: Page): Promise<Answers> {
  // As JSON text, because every browser transfers it unchanged.
  const text = await page.evaluate(async () => {
    const { analyzer } = document.querySelector<DaytallyElement>('day-tally') as DaytallyElement;
    const { state } = analyzer;
    const day = (days: number) => new Date(days * 86_400_000).toISOString().slice(0, 10);
    const types = { text: 'utf8', integer: 'int64', day: 'date32', days: 'list<date32>' };
    const text = (cell: unknown) => {
      if (cell === null || typeof cell === 'string') return cell;
      if (typeof cell === 'bigint') return String(cell);
      return Array.isArray(cell) ? cell.map(day) : day(cell as number);
    };
    const tables: Answers['tables'] = {};
    const outcome = state.phase === 'done' ? state.outcome : undefined;
    const problems: Problem[] = [];
    for (const [kind, count] of outcome?.counts ?? []) {
      if (count.problem) {
        problems.push(count.problem);
        continue;
      }
      const source = analyzer.result(kind);
      const rows: Table['rows'][number][] = [];
      const { columns } = await source.rows(0, 1);
      for (let start = 0; start < source.length; start += 701) {
        const window = await source.rows(start, start + 701);
        rows.push(...window.rows.map((row) => row.map(text) as Table['rows'][number]));
      }
      const named = columns.map(({ name, type }) => ({ name, type: types[type] }));
      tables[kind] = { columns: named, rows };
    }
    if ('dataset' in state && state.dataset) problems.push(...state.dataset.problems);
    if (state.phase === 'failed') problems.push(state.error, ...(state.chosen?.problems ?? []));
    if (state.phase === 'questions') {
      for (const { message } of state.dataset.plan.questions) {
        problems.push({ code: 'question', message, location: {} });
      }
    }
    const diagnostics = outcome && { ...outcome.diagnostics };
    const spilled = outcome?.spilled ?? 0;
    const overview = outcome && (await analyzer.overview());
    const { phase } = state;
    return JSON.stringify({ phase, tables, diagnostics, overview, spilled, problems });
  });
  return JSON.parse(text);
}
