import { Analyzer, type AnalyzerOptions } from '../analyzer';
import { DaytallyError } from '../errors';
import { type Checks, checked } from '../options/check';
import { followingChecks, limitChecks, readingChecks } from '../options/run';
import { type Sources, selectGiven } from '../sources/given';
import type { RunOptions } from '../types';
import { Data, type Following } from './data';

/** How files are opened: what may be taken of the machine, and the choices of every analysis. */
export interface OpenOptions
  extends AnalyzerOptions,
    Following,
    Partial<Pick<RunOptions, 'asFiles' | 'columns' | 'dateFormats' | 'leaveOut' | 'timezone'>> {}

const openChecks: Checks<OpenOptions> = { ...limitChecks, ...followingChecks, ...readingChecks };

/**
 * Opens Parquet files of daily views: reads their footers, in workers of this page.
 *
 * Files that can't be read are left out, and `dataset.problems` says why; `dataset.ignored` lists
 * those that do not count. Rejects with a DaytallyError: `invalid_option` for an option that is
 * unknown or not valid, `table` for a Delta, Iceberg or Hudi table (`asFiles: true` reads all its
 * files, regardless of its log), `no_input` when no file can be read, or what is wrong with the only
 * one, `cancelled` when it is aborted, `not_loaded` when the worker or the module is not where it was
 * expected. Close the data when you are done.
 */
export async function open(sources: Sources, options: OpenOptions = {}): Promise<Data> {
  const known = checked<OpenOptions>(options, openChecks, 'open()');
  const { signal, onProgress, asFiles, columns, dateFormats, leaveOut, timezone, ...limits } =
    known;
  const selection = selectGiven(sources);
  // The analyzer is told of a failure; if it can't be made, nobody is.
  selection.catch(() => {});
  try {
    const choices = { asFiles, columns, dateFormats, leaveOut, timezone } as Partial<RunOptions>;
    return await Data.open(new Analyzer(limits), selection, choices, { signal, onProgress });
  } catch (thrown) {
    throw DaytallyError.from(thrown);
  }
}
