import type { Analyzer } from '../../analyzer';
import { hasPrivateFiles } from '../../browser/storage';
import type { SoFar } from '../../types';
import { ValueChecks } from '../columns/value_checks';

/** Shows data before there are results. */
export class PreRunInfo {
  readonly #analyzer: () => Analyzer;
  #spills = true;

  /** How the first values of the chosen columns can be read. */
  readonly checks: ValueChecks;

  constructor(analyzer: () => Analyzer) {
    this.#analyzer = analyzer;
    this.checks = new ValueChecks((...asked) => analyzer().preview.check(...asked));
  }

  /** Whether a run can spill to disk, as far as is known. */
  get spills(): boolean {
    return this.#spills;
  }

  /** Finds out whether a run can spill to disk. */
  async look(): Promise<void> {
    this.#spills = await hasPrivateFiles();
  }

  /** Returns the first few values of a column. */
  readonly values = (column: string): Promise<string[]> => {
    return this.#analyzer().preview.values(column);
  };

  /** Returns the views of each month in the data read so far. */
  readonly soFar = (): Promise<SoFar> => this.#analyzer().preview.soFar();
}
