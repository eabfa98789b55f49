import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Cell, Column, RowSource, Rows } from '../../types';

/** Milliseconds after which a note shows that rows are being read. */
const patience = 80;

/** The rows that a table shows, read when they come into view. */
export class RowsInView implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #source: RowSource | undefined;
  #rows: Rows | undefined;
  #waiting = false;
  #failure: unknown;
  #request = 0;
  #requested = '';

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {}

  /** Forgets the rows of another source. */
  of(source: RowSource | undefined): void {
    this.#source = source;
    this.#rows = undefined;
    this.#waiting = false;
    this.#failure = undefined;
    this.#request += 1;
    this.#requested = '';
  }

  get columns(): readonly Column[] {
    return this.#rows?.columns ?? [];
  }

  /** Whether rows in view take long to read. */
  get waiting(): boolean {
    return this.#waiting;
  }

  /** Why rows cannot be read; undefined if they can. */
  get failure(): unknown {
    return this.#failure;
  }

  /** The values of a row, if it has been read. */
  cells(row: number): readonly Cell[] | undefined {
    return this.#rows?.rows[row - this.#rows.start];
  }

  /** Returns the greatest integer of a column in the rows that have been read. */
  greatest(column: number): bigint | undefined {
    return this.#rows?.rows.reduce((most: bigint | undefined, row) => {
      const cell = row[column];
      return typeof cell === 'bigint' && (most === undefined || cell > most) ? cell : most;
    }, undefined);
  }

  /** Reads rows `start` (inclusive) to `end` (exclusive), unless others are needed by then. */
  async read(start: number, end: number): Promise<void> {
    const source = this.#source;
    const requested = `${start} ${end}`;
    if (!source || requested === this.#requested) return;
    this.#requested = requested;
    this.#request += 1;
    const request = this.#request;
    const wanted = () => request === this.#request;
    const late = setTimeout(() => this.#set(wanted, () => (this.#waiting = true)), patience);
    try {
      const rows = await source.rows(start, end);
      this.#set(wanted, () => (this.#rows = rows));
    } catch (error) {
      this.#set(wanted, () => (this.#failure = error));
    } finally {
      clearTimeout(late);
      this.#set(wanted, () => (this.#waiting = false));
    }
  }

  #set(wanted: () => boolean, change: () => void): void {
    if (!wanted()) return;
    change();
    this.#host.requestUpdate();
  }
}

/** Returns the same rows without some columns. */
export function withoutColumns(source: RowSource, hidden: readonly string[]): RowSource {
  if (hidden.length === 0) return source;
  return {
    ...source,
    rows: async (start, end) => {
      const { columns, rows, ...rest } = await source.rows(start, end);
      const shown = columns.map(({ name }) => !hidden.includes(name));
      const of = <T>(all: readonly T[]) => all.filter((_, at) => shown[at]);
      return { ...rest, columns: of(columns), rows: rows.map(of) };
    },
  };
}
