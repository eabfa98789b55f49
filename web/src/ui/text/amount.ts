const numbers = new Intl.NumberFormat('en-US');
const short = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 3 });
const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** Returns a number with its digits grouped, exact for every bigint. */
export function grouped(value: number | bigint): string {
  return numbers.format(value);
}

/** Returns a number with three digits: `6.15M`. */
export function compact(value: number | bigint): string {
  return short.format(value);
}

/** Returns a number with its noun: `1 row`, `2,000 rows`. */
export function counted(value: number, one: string, several = `${one}s`): string {
  return `${grouped(value)} ${value === 1 ? one : several}`;
}

/** Returns a share in percent with one decimal; only a complete one is `100 %`. */
export function percentText(share: number): string {
  const percent = share * 100;
  return `${(share < 1 ? Math.min(percent, 99.9) : percent).toFixed(1)} %`;
}

/** Returns a number of bytes with three digits: `1.23 GB`. */
export function byteText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return `${value.toFixed(digits)} ${units[unit]}`;
}

/** Returns a duration with useful precision: `0.4 s`, `12 s`, `3 min 20 s`, `1 h 5 min`. */
export function spanText(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(seconds < 0.1 ? 2 : 1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
