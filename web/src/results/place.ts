import type { ResultKind, Task } from '../types';
import { Layout, type Segment } from './layout';

/** Where rows of a result are: a worker's share, the snapshot's leavings, or the input. */
export type ResultPlace =
  | { readonly in: 'share'; readonly worker: number; readonly kind: ResultKind }
  | { readonly in: 'unanswered' }
  | { readonly in: 'input'; readonly worker: number; readonly task: Task };

export type ResultLayout = Layout<ResultPlace>;

/** A result whose rows the workers hold, one share after another. */
export function sharedLayout(kind: ResultKind, rows: readonly number[]): ResultLayout {
  return new Layout(shares(kind, rows));
}

/** Every row of the input in its order, then the rows of the snapshot. */
export function combinedLayout(tasks: readonly Task[], snapshot: readonly number[]): ResultLayout {
  const input = tasks.map((task, i): Segment<ResultPlace> => {
    return { rows: task.rows, place: { in: 'input', worker: i % snapshot.length, task } };
  });
  return new Layout([...input, ...shares('snapshot', snapshot)]);
}

export function unansweredLayout(rows: number): ResultLayout {
  return new Layout<ResultPlace>([{ rows, place: { in: 'unanswered' } }]);
}

function shares(kind: ResultKind, rows: readonly number[]): Segment<ResultPlace>[] {
  return rows.map((some, worker) => ({ rows: some, place: { in: 'share', worker, kind } }));
}
