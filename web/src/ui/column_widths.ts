import type { Column } from '../types';
import { columnWidth } from './column_width';

/** The narrowest and the widest that a column is drawn, in rem. */
const narrowest = 3;
const widest = 60;

/** How wide the columns are, as far as somebody changed that, by their names. */
export class ColumnWidths {
  readonly #changed = new Map<string, number>();

  /** The width of a column in rem. */
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
