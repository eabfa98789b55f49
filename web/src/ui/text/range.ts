import type { Range } from '../../types';
import { byteText } from './amount';

/** How long: `about 2–5 s`, `3–6 min`; one number where the ends are the same to the eye. */
export function spanRange({ least, most }: Range): string {
  if (most < 1) return 'less than 1 s';
  const [unit, seconds] = most < 100 ? ['s', 1] : most < 5400 ? ['min', 60] : ['h', 3600];
  const [from, to] = [short(least / seconds), short(most / seconds)];
  return from === to ? `about ${to} ${unit}` : `about ${from}–${to} ${unit}`;
}

/** About how many bytes: `40–90 MB`. */
export function byteRange({ least, most }: Range): string {
  const [from, fromUnit] = parts(least);
  const [to, toUnit] = parts(most);
  if (fromUnit !== toUnit) return `${from} ${fromUnit}–${to} ${toUnit}`;
  return from === to ? `${to} ${toUnit}` : `${from}–${to} ${toUnit}`;
}

/** The number, of two digits, and the unit. */
function parts(bytes: number): [number: number, unit: string] {
  const [number = '', unit = ''] = byteText(Number(bytes.toPrecision(2))).split(' ');
  return [Number(number), unit];
}

/** One digit of what is small, two of the rest. */
function short(value: number): number {
  return Math.max(0.1, Number(value.toPrecision(value < 9.5 ? 1 : 2)));
}
