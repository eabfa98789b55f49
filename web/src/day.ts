/**
 * Returns the text `YYYY-MM-DD` of a number of days since 1970-01-01, in the proleptic Gregorian
 * calendar.
 */
export function dayText(days: number): string {
  // Counted from 0000-03-01, so that the leap day is the last of its year.
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

const millisPerDay = 86_400_000;

/**
 * Returns the number of days since 1970-01-01 of a text `YYYY-MM-DD`; undefined for any other text.
 */
export function dayNumber(text: string): number | undefined {
  const millis = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(millis) ? undefined : millis / millisPerDay;
}

/** Returns the number of days from one to another, both inclusive; undefined for other texts. */
export function daysFromTo(first: string, last: string): number | undefined {
  const [from, to] = [dayNumber(first), dayNumber(last)];
  return from === undefined || to === undefined ? undefined : to - from + 1;
}

/** Returns the last day of a month `YYYY-MM`, as `YYYY-MM-DD`; '' for any other text. */
export function lastOfMonth(month: string): string {
  const first = dayNumber(`${month}-01`);
  if (first === undefined) return '';
  const next = dayNumber(`${dayText(first + 31).slice(0, 7)}-01`);
  // The year 10000 has five digits.
  return next === undefined ? `${month}-31` : dayText(next - 1);
}

/** Returns today's date in the user's own zone, as `YYYY-MM-DD`. */
export function today(now = new Date()): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const year = String(now.getFullYear()).padStart(4, '0');
  return `${year}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** Returns the latest civil day anywhere on Earth, in UTC+14; a later one is in the future. */
export function latestDay(now = Date.now()): string {
  return new Date(now + 14 * 3_600_000).toISOString().slice(0, 10);
}
