import { dayText } from '../../day';
import type { Cell } from '../../types';
import { visible } from '../../visible';
import { counted, grouped } from './amount';

/** Days of a list that are written out; the others are counted. */
const daysWritten = 60;

/** A value as a cell of a table shows it; '' for null. */
export function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'bigint') return grouped(cell);
  if (typeof cell === 'number') return dayText(cell);
  if (typeof cell === 'string') return visible(cell);
  const days = cell.slice(0, daysWritten).map(dayText).join(', ');
  const more = cell.length > daysWritten ? ', …' : '';
  return `${counted(cell.length, 'day')}: ${days}${more}`;
}
