import { cancelled } from '../../errors';
import { broadcast, type Team } from '../../pool';
import type { Dataset, FileSummary, Role, RoleCheck, SoFar } from '../../types';
import type { Run } from '../run';

/** The number of folders whose key values are read. */
const folders = 24;
/** The number of values that are shown of a column. */
const shown = 5;

/** Shows data before there are results. Its methods reject with a DaytallyError. */
export class Preview {
  /** Bytes of memory that each worker has for its state. */
  readonly memory: number;
  readonly #team: Team;
  readonly #run: Run;
  /** The files whose values were read, and the values by column. */
  #of: readonly FileSummary[] = [];
  readonly #read = new Map<string, Promise<string[]>>();

  constructor(team: Team, run: Run, memory: number) {
    this.#team = team;
    this.#run = run;
    this.memory = memory;
  }

  /**
   * Returns the first few distinct values of a column, as text, from the first row group that has
   * it, or those of a Hive key from the first folders.
   */
  async values(column: string): Promise<string[]> {
    const summaries = this.#run.chosen?.summaries ?? [];
    if (summaries !== this.#of) this.#read.clear();
    this.#of = summaries;
    const known = this.#read.get(column) ?? this.#values(summaries, column);
    this.#read.set(column, known);
    known.catch(() => this.#read.delete(column));
    return await known;
  }

  /** Returns the paths of the files with rows, in the order in which a run reads them. */
  files({ plan }: Dataset): string[] {
    const known = new Map(this.#run.chosen?.summaries.map((each) => [each.file, each]));
    return plan.files.flatMap((file) => {
      const { path = '', rows = 0 } = known.get(file) ?? {};
      return rows > 0 ? path : [];
    });
  }

  /** Returns the paths of suspected copies that a run reads: of equal files, all but the first. */
  copies(dataset: Dataset): string[] {
    const known = new Map(this.#run.chosen?.summaries.map((each) => [each.path, each]));
    const found = new Set<string>();
    return this.files(dataset).filter((path) => {
      const { bytes, footer } = known.get(path) ?? {};
      const before = found.size;
      return footer && found.add(`${bytes} ${footer}`).size === before;
    });
  }

  /**
   * Returns a column's values in the first rows of a file, as text; null for a null. Returns none
   * if the file does not have the column.
   */
  async rows(column: string, of: string): Promise<(string | null)[]> {
    const found = this.#run.chosen?.summaries.find(({ path }) => path === of);
    const rowGroup = found?.rowGroups.findIndex(({ rows }) => rows > 0) ?? -1;
    if (!found || rowGroup < 0 || !found.columns.some(({ name }) => name === column)) return [];
    return await this.#team.call(0, 'firstRows', { file: found.file, rowGroup }, column, shown);
  }

  async #values(summaries: readonly FileSummary[], column: string): Promise<string[]> {
    const having = summaries.flatMap(({ file, columns, rowGroups }) => {
      const known = columns.findLast(({ name }) => name === column);
      const rowGroup = rowGroups.findIndex(({ rows }) => rows > 0);
      return known && rowGroup >= 0 ? [{ file, rowGroup, inPath: known.source === 'path' }] : [];
    });
    const looked = having[0]?.inPath ? having.slice(0, folders) : having.slice(0, 1);
    const found = looked.map((place) => this.#team.call(0, 'firstValues', place, column));
    return [...new Set((await Promise.all(found)).flat())].slice(0, shown);
  }

  /** Reads the first values of a column, and checks whether they can be read as a role's. */
  async check(role: Role, column: string, format?: string): Promise<RoleCheck> {
    const values = await this.values(column);
    const check = (some: string[]) => this.#team.call(0, 'checkValues', role, some, format);
    const all = await check(values);
    if (all.readable === values.length) return { values, unread: [], ...all };
    const each = await Promise.all(values.map((value) => check([value])));
    return { values, unread: values.filter((_, at) => each[at]?.readable === 0), ...all };
  }

  /** Returns the `spark-submit` line of a job, from the arguments of its command. */
  async sparkLine(words: readonly string[]): Promise<string> {
    return await this.#team.call(0, 'sparkLine', [...words]);
  }

  /**
   * Returns the views of each month in the rows read so far. Rejects if nothing is being read.
   *
   * They are exact for those rows, and the sums of all rows when all are read.
   */
  async soFar(): Promise<SoFar> {
    // A worker that is not running would be started.
    if (this.#run.state.phase !== 'scanning') throw cancelled();
    const shares = await broadcast(this.#team, (worker) => this.#team.call(worker, 'soFar'));
    return total(shares);
  }
}

/** Returns the sums of all workers together. */
export function total(shares: readonly SoFar[]): SoFar {
  const views = new Map<string, bigint>();
  for (const share of shares) {
    for (const { month, views: some } of share.months) {
      views.set(month, (views.get(month) ?? 0n) + BigInt(some));
    }
  }
  const months = [...views].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    rows: shares.reduce((sum, { rows }) => sum + rows, 0),
    months: months.map(([month, sum]) => ({ month, views: String(sum) })),
    took: Math.max(0, ...shares.map(({ took }) => took)),
  };
}
