import { DaytallyError, pageCodes } from '../errors';
import type { Team } from '../pool';
import { Cache } from '../results/cache';
import type { CopiedInput } from '../results/export/copying';
import { everything, isEverything, type ResultLayout } from '../results/place';
import type { Layouts } from '../results/tables';
import type { Filter, LookOptions, Outcome, Plan, Problem, ResultKind, RunState } from '../types';
import { needProvider } from '../types/count_source';
import { ChosenFiles } from './files/chosen';
import { layoutOf } from './filtering';

export const ofGaps: readonly ResultKind[] = ['gapsList', 'gapsDates', 'gapsRanges'];
/** The results that need a provider's answers. */
export const ofSnapshot = needProvider;

/** The number of cached layouts of filtered rows. */
const cached = 8;

/** The layout of a result, or why it is not available. */
type Found = { readonly layout: ResultLayout } | { readonly problem: Problem };

/** The run that has the results. */
interface OfRun {
  readonly state: RunState;
  readonly chosen: ChosenFiles | undefined;
}

/** The layouts of the results of a run, and of the rows that filters take of them. */
export class ResultLayouts implements Layouts {
  readonly #team: Team;
  readonly #run: OfRun;
  #found = new Map<ResultKind, Found>();
  /** The last layouts of one outcome, by result and filter. */
  #filtered = new Cache<string, ResultLayout>(cached);
  #of: unknown;

  constructor(team: Team, run: OfRun) {
    this.#team = team;
    this.#run = run;
  }

  /** Finds the layouts of some results, again if they were found before. */
  async find(plan: Plan, kinds: readonly ResultKind[]): Promise<void> {
    // If all are forgotten meanwhile, these are too.
    const found = this.#found;
    for (const kind of kinds) found.set(kind, await find(this.#team, plan, kind));
  }

  /** Forgets the layouts of some results. */
  forget(kinds: readonly ResultKind[]): void {
    for (const kind of kinds) this.#found.delete(kind);
  }

  /** Forgets the layouts of all results. */
  clear(): void {
    this.#found = new Map();
  }

  layout(kind: ResultKind): ResultLayout | undefined {
    const found = this.#found.get(kind);
    return found && 'layout' in found ? found.layout : undefined;
  }

  get counts(): Outcome['counts'] {
    return new Map(
      [...this.#found].map(([kind, found]) => {
        return [kind, 'layout' in found ? { rows: found.layout.length } : found];
      }),
    );
  }

  async filtered(
    kind: ResultKind,
    filter: Filter,
    options: LookOptions,
  ): Promise<ResultLayout | undefined> {
    const whole = this.layout(kind);
    const { state } = this.#run;
    if (!whole || state.phase !== 'done' || isEverything(filter)) return whole;
    const { plan } = state.dataset;
    const { outcome } = state;
    const { runDate } = outcome.options;
    if (this.#of !== outcome) this.#filtered = new Cache(cached);
    this.#of = outcome;
    // Found once for the table, its sizes and its download.
    const find = () => layoutOf({ ...options, team: this.#team, plan, runDate }, kind, filter);
    const name = `${kind} ${JSON.stringify(filter)}`;
    const known = this.#filtered.has(name);
    const found = this.#filtered.get(name, find);
    // An earlier request may have been aborted.
    return await (known ? found.catch(find) : found);
  }

  input(filter: Filter): CopiedInput | undefined {
    const { state, chosen } = this.#run;
    if (state.phase !== 'done' || !chosen || !isEverything(filter)) return undefined;
    const { plan } = state.dataset;
    const { options, diagnostics } = state.outcome;
    // An unreadable value is a null in the result, but not in the file.
    const unreadable = new Set(diagnostics.unreadable.map(({ file }) => file));
    const files = chosen.summaries
      .filter(({ path }) => !unreadable.has(path))
      .map(({ file }) => file);
    const whole = new Set(files);
    const copied = plan.tasks.filter(({ file }) => whole.has(file));
    return { plan, copied, options: ChosenFiles.settings(options) };
  }
}

async function find(team: Team, plan: Plan, kind: ResultKind): Promise<Found> {
  try {
    return { layout: await layoutOf({ team, plan }, kind, everything) };
  } catch (thrown) {
    const error = DaytallyError.from(thrown);
    // One result can fail, because a sum is too large; an ended worker fails them all.
    if (error.code === pageCodes.crashed || error.code === pageCodes.cancelled) throw error;
    return { problem: error.toFailure() };
  }
}
