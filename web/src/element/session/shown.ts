import type { Analyzer } from '../../analyzer';
import type { Dataset, Outcome, ResultKind, RowSource, RunState } from '../../types';
import { sourcesOf } from './answers';

/** The results on the page: those of the last run that ended, which stay until the next has. */
export class Shown {
  readonly analyzer: Analyzer;
  /** Whether they are of the sample. */
  readonly isSample: boolean;
  #state: Extract<RunState, { phase: 'done' }>;
  #sources: ReadonlyMap<ResultKind, RowSource>;

  constructor(analyzer: Analyzer, state: Extract<RunState, { phase: 'done' }>, isSample: boolean) {
    this.analyzer = analyzer;
    this.isSample = isSample;
    this.#state = state;
    this.#sources = sourcesOf(analyzer, state.outcome);
  }

  /** Takes what was derived again, and the rows of each result when it is complete. */
  update(state: Extract<RunState, { phase: 'done' }>): void {
    this.#state = state;
    if (!state.outcome.updating) this.#sources = sourcesOf(this.analyzer, state.outcome);
  }

  get dataset(): Dataset {
    return this.#state.dataset;
  }

  get outcome(): Outcome {
    return this.#state.outcome;
  }

  /** The rows of each available result. */
  get sources(): ReadonlyMap<ResultKind, RowSource> {
    return this.#sources;
  }
}
