import type { Cell, Rows } from '../types';
import { Cache } from './cache';

/** Reads rows `start` (inclusive) to `end` (exclusive). */
export type ReadRows = (start: number, end: number) => Promise<Rows>;

const pageRows = 256;
const pagesKept = 48;

/** Caches the last pages of rows, so that scrolling rarely waits. */
export class Pages {
  readonly #read: ReadRows;
  readonly #length: number;
  readonly #pages = new Cache<number, Rows>(pagesKept);

  constructor(length: number, read: ReadRows) {
    this.#length = length;
    this.#read = read;
  }

  /** Returns rows `start` (inclusive) to `end` (exclusive), fewer past the last row. */
  async rows(start: number, end: number): Promise<Rows> {
    const last = Math.min(end, this.#length);
    const first = Math.floor(start / pageRows);
    const count = Math.max(1, Math.ceil(last / pageRows) - first);
    const pages = await Promise.all(Array.from({ length: count }, (_, i) => this.#page(first + i)));
    const rows: (readonly Cell[])[] = [];
    for (const page of pages) {
      rows.push(
        ...page.rows.slice(Math.max(0, start - page.start), Math.max(0, last - page.start)),
      );
    }
    return { columns: pages[0]?.columns ?? [], start, rows };
  }

  #page(index: number): Promise<Rows> {
    return this.#pages.get(index, () => this.#read(index * pageRows, (index + 1) * pageRows));
  }
}
