import { type DaytallyError, pageCodes } from '../errors';
import type { Chosen, Dataset, RunState } from '../types';

/** Failures of a file that is bad, whoever reads it. */
const bad: ReadonlySet<string> = new Set([
  'not_parquet',
  'truncated',
  'encrypted',
  'corrupt',
  'unsupported',
  'unreadable_values',
]);

/** Failures that a run without the file would not have. */
const ofFile: ReadonlySet<string> = new Set([
  ...bad,
  'over_limit',
  pageCodes.io,
  pageCodes.crashed,
]);

/** What is known of the files of a state. */
export function datasetOf(state: RunState): { dataset?: Dataset } {
  return 'dataset' in state && state.dataset ? { dataset: state.dataset } : {};
}

/** The state of a run that failed after another state, with what was known of its files. */
export function failedState(
  error: DaytallyError,
  before: RunState,
  chosen: Chosen | undefined,
): RunState {
  const known = datasetOf(before);
  const skippable = isSkippable(error, known.dataset);
  const kept = { ...known, ...(chosen && { chosen }) };
  return { phase: 'failed', ...kept, error: error.toFailure(), skippable };
}

/** Whether a run may go on without the file that an error names. */
function isSkippable({ code, location }: DaytallyError, dataset?: Dataset): boolean {
  const several = (dataset?.plan.files.length ?? 0) > 1;
  return several && location.file !== undefined && ofFile.has(code);
}

/** Whether an error is of a bad file, beside which there are others. */
export function isBadFile(error: DaytallyError, dataset: Dataset): boolean {
  return bad.has(error.code) && isSkippable(error, dataset);
}
