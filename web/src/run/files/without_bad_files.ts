import { cancelled, DaytallyError } from '../../errors';
import { broadcast, type Team } from '../../pool';
import type { Dataset, FileSummary, Plan, RunOptions } from '../../types';
import { isBadFile } from '../failed';
import { type ChosenFiles, noInput } from './chosen';

/** One reading of the files. */
type Read = (dataset: Dataset, signal: AbortSignal) => Promise<void>;

/**
 * Plans and reads the files. A file that proves bad while it is read is skipped, and the others are
 * read again from the beginning, so that no part of it is in a result. Returns the dataset without
 * calling `read` if there are questions.
 */
export async function readWithoutBadFiles(
  team: Team,
  chosen: ChosenFiles,
  options: RunOptions,
  signal: AbortSignal,
  read: Read,
): Promise<Dataset> {
  for (;;) {
    const dataset = await chosen.plan(options);
    signal.throwIfAborted();
    if (dataset.plan.questions.length > 0) return dataset;
    mustHaveFiles(dataset.plan);
    const attempt = new AbortController();
    signal.addEventListener('abort', () => attempt.abort(signal.reason), { once: true });
    try {
      await read(dataset, attempt.signal);
      return dataset;
    } catch (thrown) {
      signal.throwIfAborted();
      const error = DaytallyError.from(thrown);
      if (!isBadFile(error, dataset)) throw thrown;
      // The workers' state includes that file, and some of them may still read.
      attempt.abort();
      team.renew(cancelled());
      chosen.skip(error.toFailure());
    }
  }
}

function mustHaveFiles({ files }: Plan): void {
  if (files.length === 0) throw noInput('All files were skipped: see their problems.');
}

/**
 * Rejects with a DaytallyError of code `unreadable_values` for the first file with a needed column
 * of whose values none can be read.
 */
export async function refuseUnread(
  team: Team,
  { plan }: Dataset,
  summaries: readonly FileSummary[],
): Promise<void> {
  const shares = await broadcast(team, (worker) => team.call(worker, 'unreadColumns'));
  const unread = shares.flat();
  if (unread.length === 0) return;
  const paths = new Map(summaries.map(({ file, path }) => [file, path]));
  const known = plan.files.map((file) => paths.get(file) ?? '');
  const [first] = await team.call(0, 'unreadFiles', plan, known, unread);
  if (first) throw DaytallyError.from(first);
}
