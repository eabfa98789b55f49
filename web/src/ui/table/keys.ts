import type { CellRef } from './cell_range';

/** A table's size and its part in view. */
export interface Extent {
  readonly rows: number;
  readonly columns: number;
  /** Rows in view. */
  readonly page: number;
}

/** Returns where a key moves the active cell; undefined for another key. */
export function moveOf(
  { key, ctrlKey, metaKey, altKey }: KeyboardEvent,
  { row, column }: CellRef,
  { rows, columns, page }: Extent,
): CellRef | undefined {
  if (altKey) return undefined;
  const far = ctrlKey || metaKey;
  const moves: Record<string, CellRef> = {
    ArrowDown: { row: far ? rows - 1 : row + 1, column },
    ArrowUp: { row: far ? 0 : row - 1, column },
    ArrowRight: { row, column: far ? columns - 1 : column + 1 },
    ArrowLeft: { row, column: far ? 0 : column - 1 },
    PageDown: { row: row + page, column },
    PageUp: { row: row - page, column },
    Home: { row: far ? 0 : row, column: 0 },
    End: { row: far ? rows - 1 : row, column: columns - 1 },
  };
  return moves[key];
}
