import type { Column } from '../types';
import { columnWidth } from './column_width';

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
