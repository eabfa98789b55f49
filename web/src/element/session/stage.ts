import type { Chosen, RunState, Warning } from '../../types';
import type { FormStage } from '../../ui/setup/options_form';

/** Returns why nothing can be run; '' if a run is possible. */
export function blockedText(run: RunState): string {
  const dataset = 'dataset' in run ? run.dataset : undefined;
  const none = dataset?.plan.questions.length === 0 && dataset.plan.files.length === 0;
  return none ? 'No readable files (see below).' : '';
}

/** Returns what the form of a run can do now. */
export function stageOf(run: RunState): FormStage {
  switch (run.phase) {
    case 'done':
      return run.outcome.updating ? 'busy' : 'done';
    case 'ready':
    case 'failed':
    case 'cancelled':
      return blockedText(run) ? 'waiting' : 'ready';
    case 'questions':
      return 'waiting';
    default:
      return 'busy';
  }
}

/** Returns the warnings of a plan; those of results are shown above them. */
export function warningsBefore(run: RunState): readonly Warning[] {
  return run.phase !== 'done' && 'dataset' in run ? (run.dataset?.plan.warnings ?? []) : [];
}

/** Returns the chosen files, as far as they are known. */
export function chosenOf(run: RunState): Chosen | undefined {
  if ('dataset' in run && run.dataset) return run.dataset;
  return run.phase === 'failed' ? run.chosen : undefined;
}
