import { type Checks, checked } from '../options/check';
import { limitChecks } from '../options/run';
import { defaultMemory, defaultSize } from '../pool';
import type { Addresses } from '../worker/start';

/** What an analyzer may take of the machine, and where its parts are. */
export interface AnalyzerOptions extends Addresses {
  /** Workers; as many as there are processors, at most 16, when absent. */
  readonly workers?: number;
  /**
   * Bytes of memory for each worker's state; more is kept on disk. Half of the machine's for all
   * of them when absent, at most 512 MiB for each.
   */
  readonly memory?: number;
}

const checks: Checks<AnalyzerOptions> = limitChecks;

/** Returns what an analyzer takes of the machine. Throws a DaytallyError of code `invalid_option`. */
export function limitsOf(options: AnalyzerOptions): { workers: number; memory: number } {
  const { workers = defaultSize(), memory = defaultMemory(workers) } = checked<AnalyzerOptions>(
    options,
    checks,
    'An analyzer',
  );
  return { workers, memory };
}
