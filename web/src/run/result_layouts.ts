import { DaytallyError, pageCodes } from '../errors';
import type { Team } from '../pool';
import { everything, type ResultLayout } from '../results/place';
import type { Outcome, Plan, Problem, ResultKind } from '../types';
import { needProvider } from '../types/count_source';
import { layoutOf } from './filtering';

export const ofGaps: readonly ResultKind[] = ['gapsList', 'gapsDates', 'gapsRanges'];
/** The results that need a provider's answers. */
export const ofSnapshot = needProvider;

/** The layout of a result, or why it is not available. */
type Found = { readonly layout: ResultLayout } | { readonly problem: Problem };

/** The layouts of all results. */
export class ResultLayouts {
  readonly #found = new Map<ResultKind, Found>();

  /** Finds the layouts of some results, again if they were found before. */
  async find(team: Team, plan: Plan, kinds: readonly ResultKind[]): Promise<void> {
    for (const kind of kinds) this.#found.set(kind, await find(team, plan, kind));
  }

  /** Forgets the layouts of some results. */
  forget(kinds: readonly ResultKind[]): void {
    for (const kind of kinds) this.#found.delete(kind);
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
