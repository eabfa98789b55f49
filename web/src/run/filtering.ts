import { dayNumber } from '../day';
import { broadcast, type Team } from '../pool';
import type { CopiedInput } from '../results/export/copying';
import {
  combinedLayout,
  isEverything,
  type ResultLayout,
  readerOf,
  sharedLayout,
  unansweredLayout,
} from '../results/place';
import type { Filter, LookOptions, Plan, ResultKind, RunState, Task } from '../types';
import { ChosenFiles } from './files/chosen';

/** The number of cached layouts. */
const kept = 8;

/** A run with results. */
interface Found {
  readonly state: RunState;
  readonly chosen: ChosenFiles | undefined;
  layout(kind: ResultKind): ResultLayout | undefined;
}

/** The layouts of the rows that filters take of the results of a run. */
export class FilteredLayouts {
  readonly #team: Team;
  readonly #run: Found;
  /** The last layouts of one outcome, by result and filter. */
  readonly #known = new Map<string, Promise<ResultLayout>>();
  #of: unknown;

  constructor(team: Team, run: Found) {
    this.#team = team;
    this.#run = run;
  }

  /** Returns which row groups of the input a file may copy; none if a filter selects rows. */
  input(filter: Filter): CopiedInput | undefined {
    const { state, chosen } = this.#run;
    if (state.phase !== 'done' || !chosen || !isEverything(filter)) return undefined;
    const { plan } = state.dataset;
    const { options, diagnostics } = state.outcome;
    // An unreadable value is a null in the result, but not in the file.
    const odd = new Set(diagnostics.unreadable.map(({ file }) => file));
    const files = chosen.summaries.filter(({ path }) => !odd.has(path)).map(({ file }) => file);
    const whole = new Set(files);
    const copied = plan.tasks.filter(({ file }) => whole.has(file));
    return { plan, copied, options: ChosenFiles.settings(options) };
  }

  layout(kind: ResultKind): ResultLayout | undefined {
    return this.#run.layout(kind);
  }

  /**
   * Rejects with a DaytallyError, also when it is aborted; undefined if there is no such result.
   */
  async filtered(
    kind: ResultKind,
    filter: Filter,
    options: LookOptions,
  ): Promise<ResultLayout | undefined> {
    const whole = this.layout(kind);
    const { state } = this.#run;
    if (!whole || state.phase !== 'done' || isEverything(filter)) return whole;
    const { plan } = state.dataset;
    const { runDate } = state.outcome.options;
    const find = () => layoutOf({ ...options, team: this.#team, plan, runDate }, kind, filter);
    return await this.#once(`${kind} ${JSON.stringify(filter)}`, state.outcome, find);
  }

  /** Finds once what the table, its sizes and its download all request. */
  #once(name: string, of: unknown, find: () => Promise<ResultLayout>): Promise<ResultLayout> {
    if (this.#of !== of) this.#known.clear();
    this.#of = of;
    const known = this.#known.get(name);
    // An earlier request may have been aborted.
    if (known) return known.catch(find);
    const found = find();
    this.#known.set(name, found);
    found.catch(() => {
      if (this.#known.get(name) === found) this.#known.delete(name);
    });
    const [oldest] = this.#known.keys();
    if (this.#known.size > kept && oldest !== undefined) this.#known.delete(oldest);
    return found;
  }
}

/** The rows to find. */
export interface Searched extends LookOptions {
  readonly team: Team;
  readonly plan: Plan;
  /** The day of the snapshot. */
  readonly runDate?: string;
}

/** Returns the layout of the rows of a result that a filter takes. */
export async function layoutOf(
  searched: Searched,
  kind: ResultKind,
  filter: Filter,
): Promise<ResultLayout> {
  const { team, plan } = searched;
  switch (kind) {
    case 'unanswered':
      return unansweredLayout(filter, await team.call(0, 'unansweredRows', filter.id ?? ''));
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

/** Reads the input again. Returns how many rows of each row group the filter takes. */
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
 * The rows of the snapshot in the combined result have the run date; undefined if they are left
 * out.
 */
function snapshotFilter({ id, first, last }: Filter, runDate?: string): Filter | undefined {
  if (first === undefined && last === undefined) return id ? { id } : {};
  const day = dayNumber(runDate ?? '') ?? Number.NaN;
  const within =
    day >= (first ?? Number.NEGATIVE_INFINITY) && day <= (last ?? Number.POSITIVE_INFINITY);
  return within ? { ...(id && { id }) } : undefined;
}
