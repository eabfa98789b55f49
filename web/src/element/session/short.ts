import type { Dataset } from '../../types';

/** Seconds that a run may take to start by itself. */
const seconds = 2;
/** Rows and bytes that a slow machine reads in a second. */
const rowsPerSecond = 2e6;
const bytesPerSecond = 40e6;

/** Whether a run takes a moment and nothing about it is in doubt. */
export function isShort({ plan, problems }: Dataset): boolean {
  const sure = plan.files.length > 0 && plan.warnings.length === 0 && problems.length === 0;
  return sure && plan.rows / rowsPerSecond + plan.bytes / bytesPerSecond < seconds;
}
