import type { Chosen, RunState, Warning } from '../../types';

/** Returns the warnings of a plan; those of results are shown above them. */
export function warningsBefore(run: RunState): readonly Warning[] {
  return run.phase !== 'done' && 'dataset' in run ? (run.dataset?.plan.warnings ?? []) : [];
}

/** Returns the chosen files, as far as they are known. */
export function chosenOf(run: RunState): Chosen | undefined {
  if ('dataset' in run && run.dataset) return run.dataset;
  return run.phase === 'failed' ? run.chosen : undefined;
}
