import { cancelled, DaytallyError, pageCodes } from '../errors';
import { filterOf, resultKind, viewOf } from '../options/rows';
import type { Team } from '../pool';
import type { Filter, LookOptions, ResultKind, RowSource, Rows, View } from '../types';
import type { CopiedInput } from './export/copying';
import { Pages } from './pages';
import { everything, isEverything, type ResultLayout } from './place';
import { readRows } from './reader';
import { SortedRows } from './sorted';

/** The layouts of results. */
export interface Layouts {
  /** Returns which row groups of the input a file may copy; none if a filter selects rows. */
  input(filter: Filter): CopiedInput | undefined;
  /** Returns the layout of a whole result; undefined if there is no such result. */
  layout(kind: ResultKind): ResultLayout | undefined;
  /**
   * Returns the layout of the rows that a filter takes. Rejects with a DaytallyError, also when it
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
   * Returns the rows that a filter takes, in an order. Rejects as `whole` throws, also when it is
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
    const { columns } = await readRows(this.#team, layout, 0, 0);
    const column = columns.findIndex(({ name }) => name === sort.column);
    if (column < 0) throw noResult(`${kind} has no column ${sort.column}.`);
    const { length } = layout;
    const sorted = new SortedRows(this.#team, layout, column, signal, (share) => {
      onProgress(filtering ? (1 + 2 * share) / 3 : share);
    });
    const read = async (start: number, end: number): Promise<Rows> => {
      if (!sort.descending) return await sorted.read(start, end);
      const { columns, rows } = await sorted.read(Math.max(0, length - end), length - start);
      return { columns, start, rows: rows.toReversed() };
    };
    // Shown when the first rows are there; they are read again from the cache.
    const first = await read(0, 1);
    return this.#source(kind, layout, (start, end) => {
      return length === 0 ? Promise.resolve({ ...first, columns }) : read(start, end);
    });
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

  /** Returns the layout of the rows that a filter takes. */
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

function noResult(message: string): DaytallyError {
  return new DaytallyError(pageCodes.noResult, message);
}
