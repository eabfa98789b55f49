import { Analyzer, type AnalyzerOptions } from '../analyzer';
import { DaytallyError } from '../errors';
import { type Checks, checked } from '../options/check';
import { followingChecks, limitChecks, readingChecks } from '../options/run';
import type { RunOptions } from '../types';
import { Data, type Following } from './data';
import { type Sources, selectSources } from './sources';

/** Options of opening files: the resources, and the choices of every analysis. */
export interface OpenOptions
  extends AnalyzerOptions,
    Following,
    Partial<
      Pick<
        RunOptions,
        'asFiles' | 'tableVersion' | 'columns' | 'dateFormats' | 'omitRoles' | 'timezone'
      >
    > {}

const openChecks: Checks<OpenOptions> = { ...limitChecks, ...followingChecks, ...readingChecks };

/**
 * Opens Parquet files of daily views: reads their footers, in workers of this page.
 *
 * Files that cannot be read are skipped, with a reason in `dataset.problems`; `dataset.ignored`
 * lists files that do not count. Rejects with a DaytallyError: `invalid_option` for an unknown or
 * invalid option, `table` for a Delta, Iceberg or Hudi table (`asFiles: true` reads all its files,
 * regardless of its log), `no_input` if no file can be read, or the problem of the only one,
 * `cancelled` when it is aborted, `not_loaded` if the worker or the module was not found. Close the
 * data when you are done.
 *
 * @example
 * await using data = await open(['/data/2023.parquet', input.files[0]]);
 * const results = await data.analyze({ endDate: '2023-04-18' });
 */
export async function open(sources: Sources, options: OpenOptions = {}): Promise<Data> {
  const known = checked<OpenOptions>(options, openChecks, 'open()');
  const {
    signal,
    onProgress,
    asFiles,
    tableVersion,
    columns,
    dateFormats,
    omitRoles,
    timezone,
    ...limits
  } = known;
  const selection = selectSources(sources);
  // The analyzer handles a failure, unless it cannot be created.
  selection.catch(() => {});
  try {
    const choices = {
      asFiles,
      tableVersion,
      columns,
      dateFormats,
      omitRoles,
      timezone,
    } as Partial<RunOptions>;
    return await Data.open(new Analyzer(limits), selection, choices, { signal, onProgress });
  } catch (thrown) {
    throw DaytallyError.from(thrown);
  }
}
