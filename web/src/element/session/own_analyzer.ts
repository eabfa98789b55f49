import { Analyzer, type AnalyzerOptions } from '../../analyzer';
import type { RunState } from '../../types';

/** Receives the changes of an analyzer. */
export interface Changes {
  /** After each change of its run. */
  readonly run: (analyzer: Analyzer, state: RunState) => void;
  /** After each change of a provider's job. */
  readonly fetch: () => void;
}

/** The analyzer of an element: created when first needed, and recreated for other settings. */
export class OwnAnalyzer {
  /** The resources and URLs of the next analyzer. */
  settings: AnalyzerOptions = {};
  #analyzer: Analyzer | undefined;
  #made = '';
  readonly #changes: Changes;

  constructor(changes: Changes) {
    this.#changes = changes;
  }

  get(): Analyzer {
    if (this.#analyzer) return this.#analyzer;
    const analyzer = new Analyzer(this.settings);
    this.#made = JSON.stringify(this.settings);
    analyzer.addEventListener('statechange', () => this.#changes.run(analyzer, analyzer.state));
    analyzer.addEventListener('fetchchange', () => this.#changes.fetch());
    this.#analyzer = analyzer;
    return analyzer;
  }

  /** Whether this is the current analyzer. */
  is(analyzer: Analyzer): boolean {
    return analyzer === this.#analyzer;
  }

  /** Ends the analyzer if the settings have changed since it was made. */
  renew(): void {
    if (this.#made !== JSON.stringify(this.settings)) this.end();
  }

  /** Lets others keep the analyzer with its results; the next work gets another one. */
  release(): void {
    this.#analyzer = undefined;
  }

  /** Ends the workers and their work. */
  end(): void {
    const analyzer = this.#analyzer;
    this.#analyzer = undefined;
    analyzer?.dispose();
  }
}
