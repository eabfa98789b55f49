import { type DaytallyError, pageCodes } from '../errors';
import type { Chosen, Dataset, RunState } from '../types';

/** Errors that a bad file causes. */
const bad: ReadonlySet<string> = new Set([
  'not_parquet',
  'truncated',
  'encrypted',
  'corrupt',
  'unsupported',
  'unreadable_values',
]);

/** Errors that a run without the file would not have. */
const ofFile: ReadonlySet<string> = new Set([
  ...bad,
  'over_limit',
  pageCodes.io,
  pageCodes.crashed,
]);

/** Returns what is known of the files of a state. */
export function datasetOf(state: RunState): { dataset?: Dataset } {
  return 'dataset' in state && state.dataset ? { dataset: state.dataset } : {};
}

/** Returns the state of a run that failed after another state, with what was known of its files. */
export function failedState(
  error: DaytallyError,
  before: RunState,
  chosen: Chosen | undefined,
): RunState {
  const known = datasetOf(before);
  const skippable = isSkippable(error, known.dataset);
  const facts = { ...known, ...(chosen && { chosen }) };
  return { phase: 'failed', ...facts, error: error.toFailure(), skippable };
}

/** Returns whether a run may continue without the file that an error names. */
function isSkippable({ code, location }: DaytallyError, dataset?: Dataset): boolean {
  const several = (dataset?.plan.files.length ?? 0) > 1;
  return several && location.file !== undefined && ofFile.has(code);
}

/** Returns whether an error is of a bad file, if there are other files. */
export function isBadFile(error: DaytallyError, dataset: Dataset): boolean {
  return bad.has(error.code) && isSkippable(error, dataset);
}
