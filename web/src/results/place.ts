import type { ResultPlace } from '../rpc/sorting';
import type { Filter, ResultKind, Task } from '../types';
import { Layout, type Segment } from './layout';

export type ResultLayout = Layout<ResultPlace>;

/** The filter that every row matches. */
export const everything: Filter = {};

export function isEverything({ id, ids, first, last }: Filter): boolean {
  return !id && !ids?.length && first === undefined && last === undefined;
}

/** Returns the layout of a result whose rows are in the workers, one share after another. */
export function sharedLayout(
  kind: ResultKind,
  filter: Filter,
  rows: readonly number[],
): ResultLayout {
  return new Layout(shares(kind, filter, rows));
}

/** Returns the worker that reads a row group of the input again. */
export function readerOf(task: number, workers: number): number {
  return task % workers;
}

/**
 * Returns the layout of rows of the input, with the number of rows of each row group, then rows of
 * the snapshot, each with its own filter.
 */
export function combinedLayout(
  tasks: readonly Task[],
  rows: readonly number[],
  filter: Filter,
  snapshot: readonly number[],
  ofSnapshot: Filter,
): ResultLayout {
  const input = tasks.map((task, i): Segment<ResultPlace> => {
    const worker = readerOf(i, snapshot.length);
    return { rows: rows[i] ?? 0, place: { in: 'input', worker, task, filter } };
  });
  return new Layout([...input, ...shares('snapshot', ofSnapshot, snapshot)]);
}

export function unansweredLayout(filter: Filter, rows: number): ResultLayout {
  return new Layout<ResultPlace>([{ rows, place: { in: 'unanswered', filter } }]);
}

function shares(kind: ResultKind, filter: Filter, rows: readonly number[]): Segment<ResultPlace>[] {
  return rows.map((some, worker) => ({ rows: some, place: { in: 'share', worker, kind, filter } }));
}
