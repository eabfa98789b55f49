import { everyone, type Team } from '../pool';
import type {
  Dataset,
  FileSummary,
  Filter,
  Problem,
  ResultKind,
  RunOptions,
  RunState,
  Warning,
} from '../types';
import { type CountSource, countSource, needProvider } from '../types/count_source';

/** Files whose footers one worker reads at a time. */
const atOnce = 16;

/** What a colleague needs to repeat a run and to see that it is the same. */
export interface Manifest {
  /** The version that found the result. */
  readonly daytally: string;
  readonly result: {
    readonly kind: ResultKind;
    readonly rows: number;
    /** Which rows were wanted, days as numbers since 1970-01-01; absent for all. */
    readonly filter?: Filter;
    /** The provider of the counts, of results that have them. */
    readonly source?: CountSource;
  };
  readonly options: RunOptions;
  /** The day up to which data should be complete, `YYYY-MM-DD`, given or found. */
  readonly endDate: string | null;
  /** What to know before using the result. */
  readonly warnings: readonly Warning[];
  readonly files: readonly ManifestFile[];
  /** What of the chosen files is not in the result, and why. */
  readonly leftOut: readonly Problem[];
  /** The tables, streaming sinks and commits among the input. */
  readonly tables: Dataset['tables'];
  /** The files and folders that do not count, and why; at most a thousand. */
  readonly skipped: Dataset['ignored'];
  /** How many do not count. */
  readonly skippedCount: number;
}

/** A file that was read. */
export interface ManifestFile {
  readonly path: string;
  readonly bytes: number;
  readonly rows: number;
  /**
   * SHA-256 of the footer, from its first byte to the file's last, in hexadecimal digits; null
   * where the browser has no such digest, as on a page without https.
   */
  readonly footerSha256: string | null;
}

/** A run with results. */
interface Found {
  readonly state: RunState;
  readonly chosen: { readonly summaries: readonly FileSummary[] } | undefined;
}

/**
 * Puts down what a result of a run is of, so many rows of it that a filter wants; every file's
 * footer is read again. Undefined when there are no results.
 */
export async function manifest(
  team: Team,
  { state, chosen }: Found,
  kind: ResultKind,
  filter: Filter,
  rows: number,
): Promise<Manifest | undefined> {
  if (state.phase !== 'done') return undefined;
  const { dataset, outcome } = state;
  const source = countSource(outcome.options);
  const read = new Set(dataset.plan.files);
  const files = chosen?.summaries.filter(({ file }) => read.has(file)) ?? [];
  const digests = new Map<number, string | null>();
  await everyone(team, async (worker) => {
    const own = files.filter((_, i) => i % team.size === worker).map(({ file }) => file);
    for (let i = 0; i < own.length; i += atOnce) {
      const some = own.slice(i, i + atOnce);
      const found = await Promise.all(some.map((file) => team.call(worker, 'footerDigest', file)));
      some.forEach((file, at) => {
        digests.set(file, found[at] ?? null);
      });
    }
  });
  return {
    daytally: await team.call(0, 'version'),
    result: {
      kind,
      rows,
      ...(Object.keys(filter).length > 0 && { filter }),
      ...(source && needProvider.includes(kind) && { source }),
    },
    options: outcome.options,
    endDate: outcome.diagnostics.endDate ?? null,
    warnings: outcome.diagnostics.warnings ?? [],
    files: files.map(({ file, path, bytes, rows }) => {
      return { path, bytes, rows, footerSha256: digests.get(file) ?? null };
    }),
    leftOut: dataset.problems,
    tables: dataset.tables,
    skipped: dataset.ignored.slice(0, 1000),
    skippedCount: dataset.ignored.length,
  };
}
