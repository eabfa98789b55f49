import type { Analyzer } from '../analyzer';
import { hasPrivateFiles, settings } from '../storage';
import type { Forecast, RunState, SoFar } from '../types';
import { forecast } from './forecast';
import { PastRuns } from './past_runs';

/** What can be told before there are results. */
export class Outlook {
  readonly #analyzer: () => Analyzer;
  readonly #pastRuns = new PastRuns(settings());

  #spills = true;

  constructor(analyzer: () => Analyzer) {
    this.#analyzer = analyzer;
  }

  /** Whether a run can spill to disk, as far as is known. */
  get spills(): boolean {
    return this.#spills;
  }

  /** Finds out whether a run can spill to disk. */
  async look(): Promise<void> {
    this.#spills = await hasPrivateFiles();
  }

  /** What a run would take; undefined once there is one's outcome. */
  forecast(run: RunState): Forecast | undefined {
    if (!('dataset' in run) || !run.dataset || run.phase === 'done') return undefined;
    const { workers, preview } = this.#analyzer();
    return forecast(run.dataset, { workers, memory: preview.memory }, this.#pastRuns.all);
  }

  /** The first few values of a column. */
  readonly values = (column: string): Promise<string[]> => {
    return this.#analyzer().preview.values(column);
  };

  /** The views of each month in what is read until now. */
  readonly soFar = (): Promise<SoFar> => this.#analyzer().preview.soFar();

  /** Remembers how fast a run was that has just ended; one that went to disk tells of the disk. */
  note(before: RunState, now: RunState): void {
    if (before.phase !== 'merging' || now.phase !== 'done' || now.outcome.spilled > 0) return;
    const { rows, bytes, files } = now.dataset.plan;
    const { workers } = this.#analyzer();
    const { seconds } = now.outcome;
    this.#pastRuns.add({ files: files.length, rows, bytes, workers, seconds });
  }
}
