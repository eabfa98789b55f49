import type { Column } from '../types';
import { grouped } from './text/amount';

/** The width of the column of row numbers of so many rows, in rem. */
export function numberWidth(rows: number): number {
  return 1.5 + 0.6 * Math.max(4, grouped(rows).length);
}

/** How wide a column is at least, in rem; wider tables share what is left. */
export function columnWidth({ name, type }: Column): number {
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
