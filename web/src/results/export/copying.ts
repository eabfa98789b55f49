import type { Format, Options, Plan, ResultKind, Task } from '../../types';
import { appendRows, type ExportOrder, type Output } from './exporting';

/** What a copy of the input needs from its run. */
export interface CopiedInput {
  readonly plan: Plan;
  /** The row groups without an unreadable value, which can be copied if their columns can. */
  readonly copied: readonly Task[];
  readonly options: Options;
}

/** Returns whether a file may contain copied row groups of the input. */
export function copies(kind: ResultKind, format: Format): boolean {
  return kind === 'combined' && format === 'parquet';
}

/**
 * The maximum number of copied row groups, the largest: a file may have 32,767, and between two
 * copied ones there may be one of decoded rows.
 */
const maxCopied = 12_000;

/** A larger row group is decoded piece by piece, because a copy is in memory as a whole. */
const largestCopied = 256 * 2 ** 20;

/**
 * Returns whether a row group's chunks, of so many bytes, are copied; 0 means that they cannot be.
 */
export function isCopied(bytes: number): boolean {
  return bytes > 0 && bytes <= largestCopied;
}

/**
 * Writes the combined result as Parquet: copied row groups of the input, the rows of the others,
 * and the snapshot's in row groups of their own.
 */
export async function appendCopied(
  order: ExportOrder,
  { plan, copied, options }: CopiedInput,
  output: Output,
): Promise<void> {
  const { writer, layout } = order;
  // It needs only the column of each role from the plan.
  await writer.call('copyBegin', { ...plan, tasks: [] }, options);
  const candidates = largest(copied);
  /** Writes the rows before; those up to `end` are skipped. */
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
  if (tasks.length <= maxCopied) return new Set(tasks);
  return new Set(tasks.toSorted((a, b) => b.rows - a.rows).slice(0, maxCopied));
}
