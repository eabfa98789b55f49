import type { Column } from '../types';
import { grouped } from './text/amount';

/** Returns the width of the column of row numbers, in rem. */
export function numberWidth(rows: number): number {
  return 1.5 + 0.6 * Math.max(4, grouped(rows).length);
}

/** Returns the minimum width of a column, in rem; wider tables share the rest. */
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
