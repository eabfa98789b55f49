import { dayNumber } from '../day';
import { broadcast, type Team } from '../pool';
import {
  combinedLayout,
  isEverything,
  type ResultLayout,
  readerOf,
  sharedLayout,
  unansweredLayout,
} from '../results/place';
import type { Filter, LookOptions, Plan, ResultKind, Task } from '../types';

/** The rows to find. */
export interface Searched extends LookOptions {
  readonly team: Team;
  readonly plan: Plan;
  /** The day of the snapshot. */
  readonly runDate?: string;
}

/** Returns the layout of the rows of a result that match a filter. */
export async function layoutOf(
  searched: Searched,
  kind: ResultKind,
  filter: Filter,
): Promise<ResultLayout> {
  const { team, plan } = searched;
  switch (kind) {
    case 'unanswered':
      return unansweredLayout(filter, await team.call(0, 'unansweredRows', filter));
    case 'combined': {
      const ofSnapshot = snapshotFilter(filter, searched.runDate);
      const none = Array.from({ length: team.size }, () => 0);
      const snapshot = ofSnapshot ? await rows(team, 'snapshot', ofSnapshot) : none;
      const input = isEverything(filter)
        ? plan.tasks.map((task) => task.rows)
        : await inputRows(searched, filter);
      return combinedLayout(plan.tasks, input, filter, snapshot, ofSnapshot ?? filter);
    }
    default:
      return sharedLayout(kind, filter, await rows(team, kind, filter));
  }
}

function rows(team: Team, kind: ResultKind, filter: Filter): Promise<number[]> {
  return broadcast(team, (worker) => team.call(worker, 'rows', kind, filter));
}

/** Reads the input again. Returns how many rows of each row group match the filter. */
async function inputRows(searched: Searched, filter: Filter): Promise<number[]> {
  const { team, plan, signal, onProgress = () => {} } = searched;
  const all = plan.tasks.reduce((sum, { rows }) => sum + rows, 0);
  let done = 0;
  const found = plan.tasks.map(() => 0);
  const read = async (worker: number, task: Task, number: number): Promise<void> => {
    if (readerOf(number, team.size) !== worker) return;
    signal?.throwIfAborted();
    found[number] = await team.call(worker, 'combinedRows', task, filter);
    done += task.rows;
    onProgress(done / all);
  };
  await broadcast(team, async (worker) => {
    for (const [number, task] of plan.tasks.entries()) await read(worker, task, number);
  });
  return found;
}

/**
 * Returns the filter of the snapshot's rows in the combined result, which have the run date;
 * undefined if none of them match.
 */
function snapshotFilter(filter: Filter, runDate?: string): Filter | undefined {
  const { first, last, ...ids } = filter;
  if (first === undefined && last === undefined) return ids;
  const day = dayNumber(runDate ?? '') ?? Number.NaN;
  const within =
    day >= (first ?? Number.NEGATIVE_INFINITY) && day <= (last ?? Number.POSITIVE_INFINITY);
  return within ? ids : undefined;
}
