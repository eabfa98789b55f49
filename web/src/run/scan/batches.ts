import type { Task } from '../../types';

/** Bytes worth one read: at this size, the overhead of the call is half of the time. */
const readBytes = 16 * 2 ** 20;
/**
 * The maximum number of row groups in a batch, so that cancelling and the end of a scan need not
 * wait.
 */
const maxRowGroups = 64;

/**
 * Returns the row groups in order, in batches that are read together: small ones by the dozen,
 * large ones alone, and fewer towards the end, so that the workers end at about the same time.
 */
export function batches(tasks: readonly Task[], workers: number): Task[][] {
  let rest = tasks.reduce((sum, { bytes }) => sum + bytes, 0);
  const made: Task[][] = [];
  let batch: Task[] = [];
  let taken = 0;
  for (const task of tasks) {
    batch.push(task);
    taken += task.bytes;
    if (batch.length === maxRowGroups || taken >= Math.min(readBytes, rest / (4 * workers))) {
      made.push(batch);
      rest -= taken;
      batch = [];
      taken = 0;
    }
  }
  if (batch.length > 0) made.push(batch);
  return made;
}
