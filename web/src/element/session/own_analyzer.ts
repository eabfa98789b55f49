import { Analyzer, type AnalyzerOptions } from '../../analyzer';
import type { RunState } from '../../types';

/** The analyzer of one element: created when first needed, and again for other settings. */
export class OwnAnalyzer {
  /** The resources and URLs of the next analyzer. */
  settings: AnalyzerOptions = {};
  #analyzer: Analyzer | undefined;
  #made = '';
  readonly #changed: (state: RunState) => void;
  readonly #asked: () => void;

  /**
   * `changed` is called after each change of the run, `asked` after each change of a provider's
   * job.
   */
  constructor(changed: (state: RunState) => void, asked: () => void) {
    this.#changed = changed;
    this.#asked = asked;
  }

  get(): Analyzer {
    if (this.#analyzer) return this.#analyzer;
    const analyzer = new Analyzer(this.settings);
    this.#made = JSON.stringify(this.settings);
    analyzer.addEventListener('statechange', () => {
      if (analyzer === this.#analyzer) this.#changed(analyzer.state);
    });
    analyzer.addEventListener('askingchange', () => {
      if (analyzer === this.#analyzer) this.#asked();
    });
    this.#analyzer = analyzer;
    return analyzer;
  }

  /** Ends the analyzer if the settings have changed since it was made. */
  renew(): void {
    if (this.#made !== JSON.stringify(this.settings)) this.end();
  }

  /** Ends the workers and their work. */
  end(): void {
    const analyzer = this.#analyzer;
    this.#analyzer = undefined;
    analyzer?.dispose();
  }
}
