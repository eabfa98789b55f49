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
