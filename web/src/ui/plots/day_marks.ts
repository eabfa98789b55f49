import { dayNumber, dayText } from '../../day';

/** Days of a month, about; a shorter distance is counted in days. */
const daysOfMonth = 30.44;

/**
 * The days from one to another, both inclusive, that an axis marks at about some distance: firsts of
 * months where the distance is a month or more, and of years where it is one.
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

/** The number of a day's month since the year 0. */
function monthOf(day: number): number {
  const [year, month] = dayText(Math.floor(day)).split('-').map(Number);
  return (year ?? 0) * 12 + (month ?? 1) - 1;
}

/** Undefined after the year 9999. */
function firstOf(month: number): number | undefined {
  const year = String(Math.floor(month / 12)).padStart(4, '0');
  return dayNumber(`${year}-${String((month % 12) + 1).padStart(2, '0')}-01`);
}
