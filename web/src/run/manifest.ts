import { broadcast, type Team } from '../pool';
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

/** Files whose footers one worker reads at once. */
const atOnce = 16;

/** What another user needs to repeat a run and to verify that it is the same. */
export interface Manifest {
  /** The version that found the result. */
  readonly daytally: string;
  readonly result: {
    readonly kind: ResultKind;
    readonly rows: number;
    /** The filter, with days as numbers since 1970-01-01; absent for all rows. */
    readonly filter?: Filter;
    /** The provider of the counts, for results that have them. */
    readonly source?: CountSource;
  };
  readonly options: RunOptions;
  /** The day up to which data should be complete, `YYYY-MM-DD`, given or found. */
  readonly endDate: string | null;
  /** Warnings about the result. */
  readonly warnings: readonly Warning[];
  readonly files: readonly ManifestFile[];
  /** The chosen files that are not in the result, and why. */
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
   * SHA-256 of the footer, from its first byte to the file's last, in hexadecimal digits; null if
   * the browser has no such digest, as on a page without https.
   */
  readonly footerSha256: string | null;
}

/** A run with results. */
interface Found {
  readonly state: RunState;
  readonly chosen: { readonly summaries: readonly FileSummary[] } | undefined;
}

/**
 * Returns the manifest of a result of a run, with the number of rows that match a filter. Reads
 * every file's footer again. Undefined without results.
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
  await broadcast(team, async (worker) => {
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
