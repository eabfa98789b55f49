import { cancelled, DaytallyError, pageCodes } from '../errors';
import { filterOf, resultKind, viewOf } from '../options/rows';
import type { Team } from '../pool';
import type { Column, Filter, LookOptions, ResultKind, RowSource, Sort, View } from '../types';
import type { CopiedInput } from './export/copying';
import { Pages } from './pages';
import { everything, isEverything, type ResultLayout } from './place';
import { readRows, readStreams } from './reader';
import { SortedRows, type Sorting } from './sorted';

/** The layouts of results. */
export interface Layouts {
  /** Returns which row groups of the input a file may copy; none if a filter selects rows. */
  input(filter: Filter): CopiedInput | undefined;
  /** Returns the layout of a whole result; undefined if there is no such result. */
  layout(kind: ResultKind): ResultLayout | undefined;
  /**
   * Returns the layout of the rows that match a filter. Rejects with a DaytallyError, also when it
   * is aborted; undefined if there is no such result.
   */
  filtered(
    kind: ResultKind,
    filter: Filter,
    options: LookOptions,
  ): Promise<ResultLayout | undefined>;
}

/** The results as tables: whole, filtered, or sorted. */
export class Tables {
  readonly #team: Team;
  readonly #layouts: Layouts;

  constructor(team: Team, layouts: Layouts) {
    this.#team = team;
    this.#layouts = layouts;
  }

  /**
   * Returns a whole result. Throws a DaytallyError of code `no_result` if there is no such result.
   */
  whole(kind: ResultKind): RowSource {
    return this.#source(kind, this.layout(kind));
  }

  /**
   * Returns the rows that match a filter, in an order. Rejects as `whole` throws, also when it is
   * aborted.
   */
  async view(kind: ResultKind, view: View, options: LookOptions = {}): Promise<RowSource> {
    try {
      return await this.#view(kind, view, options);
    } catch (thrown) {
      throw options.signal?.aborted ? cancelled() : DaytallyError.from(thrown);
    }
  }

  async #view(kind: ResultKind, view: View, options: LookOptions): Promise<RowSource> {
    const { filter = everything, sort } = viewOf(view);
    const { signal = new AbortController().signal, onProgress = () => {} } = options;
    const filtering = !isEverything(filter);
    const layout = await this.filtered(kind, filter, {
      signal,
      // Sorting reads the rows twice.
      onProgress: (share) => onProgress(sort ? share / 3 : share),
    });
    if (!sort) return this.#source(kind, layout);
    const columns = await this.#columns(layout);
    const column = columnOf(columns, kind, sort);
    const { length } = layout;
    const sorted = new SortedRows(this.#team, layout, {
      column,
      signal,
      onProgress: (share) => onProgress(filtering ? (1 + 2 * share) / 3 : share),
    });
    const read = (start: number, end: number) => sorted.read(start, end, sort.descending);
    // Shown when the first rows are there; they are read again from the cache.
    const first = await read(0, 1);
    return this.#source(kind, layout, (start, end) => {
      return length === 0 ? Promise.resolve({ ...first, columns }) : read(start, end);
    });
  }

  /** Returns rows of a layout as Arrow IPC streams, one for each place. */
  streams(layout: ResultLayout, start: number, end: number): Promise<Uint8Array[]> {
    return readStreams(this.#team, layout, start, end);
  }

  /** Returns the rows of a layout in an order, for a worker that sorts and keeps its parts. */
  async sorted(
    kind: ResultKind,
    layout: ResultLayout,
    sort: Sort,
    sorting: Omit<Sorting, 'column'>,
  ): Promise<SortedRows> {
    const column = columnOf(await this.#columns(layout), kind, sort);
    return new SortedRows(this.#team, layout, { ...sorting, column });
  }

  async #columns(layout: ResultLayout): Promise<readonly Column[]> {
    return (await readRows(this.#team, layout, 0, 0)).columns;
  }

  /** Returns which row groups of the input a file of a result may copy. */
  input(filter: Filter): CopiedInput | undefined {
    return this.#layouts.input(filter);
  }

  layout(kind: ResultKind): ResultLayout {
    const layout = this.#layouts.layout(resultKind(kind));
    if (layout) return layout;
    throw noResult(`There is no result ${kind}.`);
  }

  /** Returns the layout of the rows that match a filter. */
  async filtered(
    kind: ResultKind,
    filter: Filter,
    options: LookOptions = {},
  ): Promise<ResultLayout> {
    const known = filterOf(filter);
    return (await this.#layouts.filtered(resultKind(kind), known, options)) ?? this.layout(kind);
  }

  #source(
    kind: ResultKind,
    layout: ResultLayout,
    read = (start: number, end: number) => readRows(this.#team, layout, start, end),
  ): RowSource {
    const { length } = layout;
    const pages = new Pages(length, read);
    return { kind, length, rows: (start, end) => pages.rows(start, end) };
  }
}

/** Returns the number of the column to sort by. */
function columnOf(columns: readonly Column[], kind: ResultKind, { column }: Sort): number {
  const found = columns.findIndex(({ name }) => name === column);
  if (found < 0) throw noResult(`${kind} has no column ${column}.`);
  return found;
}

function noResult(message: string): DaytallyError {
  return new DaytallyError(pageCodes.noResult, message);
}
