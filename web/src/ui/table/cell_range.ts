import { dayText } from '../../day';
import type { Cell, Rows } from '../../types';

/** A cell by its row and its column, both from 0. */
export interface CellRef {
  readonly row: number;
  readonly column: number;
}

/** A rectangle of cells, from its first cell to the active one. */
export class CellRange {
  readonly anchor: CellRef;
  readonly active: CellRef;

  constructor(anchor: CellRef, active = anchor) {
    this.anchor = anchor;
    this.active = active;
  }

  get firstRow(): number {
    return Math.min(this.anchor.row, this.active.row);
  }

  get rows(): number {
    return Math.abs(this.anchor.row - this.active.row) + 1;
  }

  get firstColumn(): number {
    return Math.min(this.anchor.column, this.active.column);
  }

  get columns(): number {
    return Math.abs(this.anchor.column - this.active.column) + 1;
  }

  get cells(): number {
    return this.rows * this.columns;
  }

  has(row: number, column: number): boolean {
    return (
      row >= this.firstRow &&
      row < this.firstRow + this.rows &&
      column >= this.firstColumn &&
      column < this.firstColumn + this.columns
    );
  }

  isActive(row: number, column: number): boolean {
    return row === this.active.row && column === this.active.column;
  }

  /**
   * Returns the range with another active cell, within a table; a new range unless it is extended.
   */
  moved(to: CellRef, table: { rows: number; columns: number }, extend: boolean): CellRange {
    const within = (value: number, length: number) => Math.max(0, Math.min(length - 1, value));
    const active = { row: within(to.row, table.rows), column: within(to.column, table.columns) };
    return new CellRange(extend ? this.anchor : active, active);
  }

  /**
   * Returns its cells of loaded rows as lines of values separated by tabs; the first line has the
   * names of the columns, except for a single cell.
   */
  text({ columns, rows }: Rows): string {
    const own = <T>(row: readonly T[]) =>
      row.slice(this.firstColumn, this.firstColumn + this.columns);
    const lines = rows.slice(0, this.rows).map((row) => own(row).map(exactText));
    const head = this.cells === 1 ? [] : [own(columns).map(({ name }) => name)];
    return [...head, ...lines].map((line) => line.join('\t')).join('\n');
  }
}

/** Returns a value for other programs: integers without groups, days as `YYYY-MM-DD`. */
function exactText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'bigint' || typeof cell === 'string') return String(cell);
  if (typeof cell === 'number') return dayText(cell);
  return cell.map(dayText).join(', ');
}
