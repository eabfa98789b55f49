import type { Column } from '../types';

/** The width of the column of row numbers, in rem. */
export const numberWidth = 7.5;

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
