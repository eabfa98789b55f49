import { dayText } from '../../day';
import type { Cell } from '../../types';
import { visible } from '../../visible';
import { counted, grouped } from './amount';

/** The number of a list's days that are written out; the others are counted. */
const daysWritten = 60;

/** Returns a value as a table cell shows it; '' for null. */
export function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'bigint') return grouped(cell);
  if (typeof cell === 'number') return dayText(cell);
  if (typeof cell === 'string') return visible(cell);
  const days = cell.slice(0, daysWritten).map(dayText).join(', ');
  const more = cell.length > daysWritten ? ', …' : '';
  return `${counted(cell.length, 'day')}: ${days}${more}`;
}
