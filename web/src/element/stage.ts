import type { RunState } from '../types';
import type { FormStage } from '../ui/options_form';

/** What the form of a run can do now. */
export function stageOf(run: RunState): FormStage {
  switch (run.phase) {
    case 'done':
      return run.outcome.updating ? 'busy' : 'done';
    case 'ready':
    case 'failed':
    case 'cancelled':
      return 'ready';
    case 'questions':
      return 'waiting';
    default:
      return 'busy';
  }
}
