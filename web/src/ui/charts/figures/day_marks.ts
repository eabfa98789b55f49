import { dayNumber, dayText } from '../../../day';

/** The average number of days of a month; a shorter distance is counted in days. */
const daysOfMonth = 30.44;

/**
 * Returns the days from one to another, both inclusive, that an axis marks at about some distance:
 * the first days of months or of years for long distances.
 */
export function dayMarks(first: number, last: number, distance: number): number[] {
  const months = Math.round(distance / daysOfMonth);
  const found: number[] = [];
  if (months === 0) {
    for (let day = Math.ceil(first / distance) * distance; day <= last; day += distance) {
      found.push(day);
    }
    return found;
  }
  for (let month = Math.floor(monthOf(first) / months) * months; ; month += months) {
    const day = firstOf(month);
    if (day === undefined || day > last) return found;
    if (day >= first) found.push(day);
  }
}

/** Returns the number of a day's month since the year 0. */
function monthOf(day: number): number {
  const [year, month] = dayText(Math.floor(day)).split('-').map(Number);
  return (year ?? 0) * 12 + (month ?? 1) - 1;
}

/** Undefined after the year 9999. */
function firstOf(month: number): number | undefined {
  const year = String(Math.floor(month / 12)).padStart(4, '0');
  return dayNumber(`${year}-${String((month % 12) + 1).padStart(2, '0')}-01`);
}
