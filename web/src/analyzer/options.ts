import { type Checks, checked } from '../options/check';
import { limitChecks } from '../options/run';
import type { ModuleUrls } from '../worker/start';

/** The resources of an analyzer, and the URLs of its parts. */
export interface AnalyzerOptions extends ModuleUrls {
  /** Number of workers; if absent, the number of processors, at most 16. */
  readonly workers?: number;
  /**
   * Bytes of memory for each worker's state; the rest is stored on disk. If absent, half of the
   * machine's memory for all of them, at most 512 MiB each.
   */
  readonly memory?: number;
}

const checks: Checks<AnalyzerOptions> = limitChecks;

/** Returns the resources of an analyzer. Throws a DaytallyError of code `invalid_option`. */
export function limitsOf(options: AnalyzerOptions): { workers: number; memory: number } {
  const { workers = defaultSize(), memory = defaultMemory(workers) } = checked<AnalyzerOptions>(
    options,
    checks,
    'An analyzer',
  );
  return { workers, memory };
}

const gib = 2 ** 30;

/**
 * Returns the bytes of memory for each worker: half of the machine's for all of them, at most 512
 * MiB each. If the browser does not report it, 4 GiB are assumed.
 */
function defaultMemory(workers: number): number {
  const { deviceMemory = 4 } = navigator as { deviceMemory?: number };
  return Math.min(gib / 2, Math.floor((deviceMemory * gib) / 2 / workers));
}

/** Returns the number of the machine's processors, at least 1 and at most 16. */
function defaultSize(): number {
  return Math.min(16, Math.max(1, navigator.hardwareConcurrency || 1));
}
