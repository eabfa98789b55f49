import { Analyzer, type AnalyzerOptions } from '../analyzer';
import { DaytallyError } from '../errors';
import { type Sources, selectGiven } from '../sources/given';
import type { RunOptions } from '../types';
import { Data, type Following } from './data';

/** How files are opened: what may be taken of the machine, and the choices of every analysis. */
export interface OpenOptions
  extends AnalyzerOptions,
    Following,
    Partial<Pick<RunOptions, 'columns' | 'leaveOut' | 'timezone'>> {}

/**
 * Opens Parquet files of daily views: reads their footers, in workers of this page.
 *
 * Files that can't be read are left out, and `dataset.problems` says why. Rejects with a
 * DaytallyError: `no_input` when none can be read, or what is wrong with the only one, `cancelled` when it is aborted, `not_loaded`
 * when the worker or the module is not where it was expected. Close the data when you are done.
 */
export async function open(sources: Sources, options: OpenOptions = {}): Promise<Data> {
  const { signal, onProgress, columns, leaveOut, timezone, ...limits } = options;
  const selection = selectGiven(sources);
  // The analyzer is told of a failure; if it can't be made, nobody is.
  selection.catch(() => {});
  try {
    const choices = { columns, leaveOut, timezone } as Partial<RunOptions>;
    return await Data.open(new Analyzer(limits), selection, choices, { signal, onProgress });
  } catch (thrown) {
    throw DaytallyError.from(thrown);
  }
}
