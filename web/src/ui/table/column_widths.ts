import type { Column } from '../../types';
import { grouped } from '../text/amount';

/** The minimum and maximum width of a column, in rem. */
const narrowest = 3;
const widest = 60;

/** The widths of columns that the user changed, by their names. */
export class ColumnWidths {
  readonly #changed = new Map<string, number>();

  /** Returns the width of a column in rem. */
  of(column: Column): number {
    return this.#changed.get(column.name) ?? columnWidth(column);
  }

  isChanged({ name }: Column): boolean {
    return this.#changed.has(name);
  }

  set({ name }: Column, rem: number): void {
    this.#changed.set(name, Math.max(narrowest, Math.min(widest, rem)));
  }
}

/** Returns the width of the column of row numbers, in rem. */
export function numberWidth(rows: number): number {
  return 1.5 + 0.6 * Math.max(4, grouped(rows).length);
}

/** Returns the minimum width of a column, in rem; wider tables share the rest. */
function columnWidth({ name, type }: Column): number {
  switch (type) {
    case 'day':
      return 8;
    case 'days':
      return 24;
    case 'integer':
      return name === 'days' ? 5 : 12.5;
    case 'text':
      if (name === 'month' || name === 'kind') return 7;
      return name === 'reason' ? 24 : 13;
  }
}
