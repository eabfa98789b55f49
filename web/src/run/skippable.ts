import { type DaytallyError, pageCodes } from '../errors';
import type { Dataset } from '../types';

/** Failures that a run without the file would not have. */
const ofFile: ReadonlySet<string> = new Set([
  'not_parquet',
  'truncated',
  'encrypted',
  'corrupt',
  'unsupported',
  pageCodes.io,
  pageCodes.crashed,
]);

/** Whether a run may go on without the file that an error names. */
export function isSkippable({ code, location }: DaytallyError, dataset?: Dataset): boolean {
  const several = (dataset?.plan.files.length ?? 0) > 1;
  return several && location.file !== undefined && ofFile.has(code);
}
