import { DaytallyError, pageCodes } from '../../errors';
import type { Team } from '../../pool';
import type { FileSummary, InputFile, Problem } from '../../types';
import { distribute, footerDepth } from '../lanes';

/** The summaries of the files that can be read, by number, and why others cannot. */
export interface Footers {
  readonly summaries: FileSummary[];
  readonly problems: Problem[];
}

/** Errors of a file that is not as its table's log states. */
const lost: ReadonlySet<string> = new Set([pageCodes.io, 'missing_file']);

/**
 * Reads every file's footer; a bad file is a problem, not a failure. The workers get the versions
 * of URLs, so that all of them read the same.
 */
export async function readFooters(
  team: Team,
  files: readonly InputFile[],
  signal: AbortSignal,
  onFile: (done: number) => void,
): Promise<Footers> {
  const summaries: FileSummary[] = [];
  const problems: Problem[] = [];
  const pinned = [...files];
  let done = 0;
  await distribute(
    team,
    [...files.entries()],
    footerDepth,
    signal,
    async (worker, [number, file]) => {
      try {
        const summary = await footer(team, worker, number);
        if ('url' in file) {
          const { table } = file;
          const known = await team.call(worker, 'pinned', number);
          // Each copy of a message has a copy of what the files of a table share.
          pinned[number] = table ? { ...known, table } : known;
        }
        summaries.push(summary);
      } catch (thrown) {
        signal.throwIfAborted();
        const error = DaytallyError.from(thrown);
        // If no worker can be started, no file is at fault.
        if (error.code === pageCodes.notLoaded) throw error;
        // A table without one of its files would have other sums.
        if (file.table && lost.has(error.code)) throw error;
        problems.push(error.inFile(file.path).toFailure());
      }
      done += 1;
      onFile(done);
    },
  );
  if (files.some((file) => 'url' in file)) team.pin(pinned);
  summaries.sort((a, b) => a.file - b.file);
  return { summaries, problems };
}

/** Retries once if the worker ended, because another file may have been the cause. */
async function footer(team: Team, worker: number, file: number): Promise<FileSummary> {
  try {
    return await team.call(worker, 'footer', file);
  } catch (thrown) {
    if (DaytallyError.from(thrown).code !== pageCodes.crashed) throw thrown;
    return await team.call(worker, 'footer', file);
  }
}
