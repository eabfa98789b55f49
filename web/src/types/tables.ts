import type { Filter, ResultKind } from '../generated/daytally.js';

/** The type of a result's column; a day is the number of days since 1970-01-01. */
export type ColumnType = 'text' | 'integer' | 'day' | 'days';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

/** A value: text, an exact integer, a day's number, the numbers of days, or null. */
export type Cell = string | bigint | number | readonly number[] | null;

/** Rows of a result from `start` on. */
export interface Rows {
  readonly columns: readonly Column[];
  readonly start: number;
  readonly rows: readonly (readonly Cell[])[];
}

/** The column to sort by; nulls are first, or last when descending. */
export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

/** Which rows of a result, and in which order: its own without `sort`. */
export interface View {
  readonly filter?: Filter;
  readonly sort?: Sort;
}

/** How a query is observed and stopped. */
export interface LookOptions {
  readonly signal?: AbortSignal;
  /** Called with the share of the work that is done, from 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/** The rows of one result, however many, read when they are shown. */
export interface RowSource {
  readonly kind: ResultKind;
  readonly length: number;
  /** Returns rows `start` (inclusive) to `end` (exclusive), fewer past the last row. */
  rows(start: number, end: number): Promise<Rows>;
}
