import type { Analyzer } from '../analyzer';
import { reasonOf } from '../analyzer/ended';
import { DaytallyElement } from '../element';
import { cancelled, DaytallyError, pageCodes } from '../errors';
import { Results } from '../open/results';
import { type Sources, selectSources } from '../open/sources';
import type { Dataset, Outcome } from '../types';
import type { PortalMembers } from './members';

/** `<day-tally>` with what a program needs: results, and promises that reject. */
export class PortalElement extends DaytallyElement implements PortalMembers {
  #turn = 0;
  #files: Sources | undefined;
  #of: Outcome | undefined;
  #results: Results | undefined;

  get results(): Results | undefined {
    const { shown } = this.session.results;
    if (!shown || shown.outcome.updating) return undefined;
    if (this.#of !== shown.outcome) this.#results = this.#resultsOf(shown.analyzer, shown.outcome);
    return this.#results;
  }

  get stale(): boolean {
    const { shown } = this.session.results;
    if (!shown) return false;
    this.willUpdate();
    return this.session.isEarlier || this.session.differs(shown.outcome.options);
  }

  get files(): Sources | undefined {
    return this.#files;
  }

  set files(files: Sources | null | undefined) {
    if (isSame(files, this.#files)) return;
    this.#files = files ?? undefined;
    // A version that is set from now on is of these files.
    this.session.opening.isBound = false;
    // A framework sets the other properties until the end of its task. Failures fire `error`.
    if (this.#files) queueMicrotask(() => files && this.#open(files, 'property').catch(() => {}));
  }

  override open(sources: Sources): Promise<Dataset> {
    return this.#open(sources, 'method');
  }

  async #open(sources: Sources, by: 'property' | 'method'): Promise<Dataset> {
    const selection = selectSources(sources);
    // The analyzer handles a failure.
    selection.catch(() => {});
    const state = await this.#follow(() => this.openSelection(selection, by));
    const { phase } = state;
    if (phase === 'questions' || phase === 'ready' || phase === 'done') return state.dataset;
    throw reasonOf(state);
  }

  override async run(): Promise<Results> {
    // A property that has just changed may be the URLs to open.
    if (this.isConnected && this.isUpdatePending) this.performUpdate();
    const { opening } = this.session;
    if (opening.work) {
      while (opening.work) await opening.work;
      // What was opened may have been analyzed by itself.
      const { results, stale } = this;
      if (results && !stale) return results;
    }
    const state = await this.#follow(() => super.run());
    const { results } = this;
    if (state.phase === 'done' && results) return results;
    throw reasonOf(state);
  }

  /** Does one thing, and returns the state that it ends in. */
  async #follow(work: () => Promise<unknown>) {
    this.#turn += 1;
    const turn = this.#turn;
    await work();
    if (turn !== this.#turn) throw cancelled();
    return this.session.run;
  }

  #resultsOf(analyzer: Analyzer, outcome: Outcome): Results {
    this.#of = outcome;
    return new Results(analyzer, outcome, () => {
      if (this.session.results.shown?.outcome === outcome) return;
      const message = 'These results are gone, since the element shows others or none.';
      throw new DaytallyError(pageCodes.noResult, message);
    });
  }
}

/** Whether sources are the same as before; lists are compared by their members. */
function isSame(files: unknown, before: unknown): boolean {
  if (!Array.isArray(files) || !Array.isArray(before)) return (files ?? undefined) === before;
  return files.length === before.length && files.every((each, at) => each === before[at]);
}
