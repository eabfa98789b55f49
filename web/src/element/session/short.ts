import type { Dataset, RunState } from '../../types';
import type { ValueChecks } from '../columns/value_checks';
import type { Opening } from './opening';

/** Seconds that a run may take to start by itself. */
const seconds = 2;
/** Rows and bytes that a slow machine reads in a second. */
const rowsPerSecond = 2e6;
const bytesPerSecond = 40e6;

/** Whether a run is short and nothing about it is in doubt. */
export function isShort({ plan, problems }: Dataset): boolean {
  const sure = plan.files.length > 0 && plan.warnings.length === 0 && problems.length === 0;
  return sure && plan.rows / rowsPerSecond + plan.bytes / bytesPerSecond < seconds;
}

/** What decides whether a run starts by itself. */
interface Starting {
  readonly run: RunState;
  /** Whether every run starts by itself. */
  readonly autorun: boolean;
  /** Whether a short run starts by itself. */
  readonly startsShortRuns: boolean;
  readonly opening: Opening;
  readonly checks: ValueChecks;
}

/** Whether the opened data is analyzed without a click. */
export async function startsItself(session: Starting): Promise<boolean> {
  const { run, autorun, startsShortRuns, opening, checks } = session;
  if (run.phase !== 'ready') return false;
  if (autorun) return true;
  if (!startsShortRuns || !isShort(run.dataset)) return false;
  // The user may have started another run meanwhile.
  return (await opening.isLocal()) && (await checks.allRead()) && run === session.run;
}
