import type { Format, Options, Plan, ResultKind, Task } from '../types';
import { appendRows, type ExportOrder, type Output } from './exporting';

/** What a copy of the input has to know of its run. */
export interface CopiedInput {
  readonly plan: Plan;
  /** The row groups without a value that can't be read, which can be copied if their columns can. */
  readonly copied: readonly Task[];
  readonly options: Options;
}

/** Whether a file may have row groups of the input as they are. */
export function copies(kind: ResultKind, format: Format): boolean {
  return kind === 'combined' && format === 'parquet';
}

/**
 * How many row groups are copied at most, the largest: a file may have 32,767, and between two that
 * are copied there may be one of rows that were decoded.
 */
const mostCopied = 12_000;

/** A larger row group is decoded piece by piece, as a copy has it in memory as a whole. */
const largestCopied = 256 * 2 ** 20;

/** Whether a row group's chunks, of so many bytes, are copied; 0 when they can't be. */
export function isCopied(bytes: number): boolean {
  return bytes > 0 && bytes <= largestCopied;
}

/**
 * Writes the combined result as Parquet: the row groups of the input that have its columns as they
 * are, the rows of the others, and the snapshot's in row groups of their own.
 */
export async function appendCopied(
  order: ExportOrder,
  { plan, copied, options }: CopiedInput,
  output: Output,
): Promise<void> {
  const { writer, layout } = order;
  // Of the plan it needs what column plays each role.
  await writer.call('copyBegin', { ...plan, tasks: [] }, options);
  const candidates = largest(copied);
  /** The rows before are written; those up to `end` are passed. */
  let start = 0;
  let end = 0;
  for (const task of plan.tasks) {
    const next = end + task.rows;
    if (candidates.has(task) && isCopied(await writer.call('copyBytes', task))) {
      await appendRows(order, output, start, end);
      await output.append(writer.call('copyRowGroup', task), next);
      start = next;
    }
    end = next;
  }
  await appendRows(order, output, start, end);
  await output.append(writer.call('exportEndRowGroup'), end);
  await appendRows(order, output, end, layout.length);
}

function largest(tasks: readonly Task[]): Set<Task> {
  if (tasks.length <= mostCopied) return new Set(tasks);
  return new Set(tasks.toSorted((a, b) => b.rows - a.rows).slice(0, mostCopied));
}
