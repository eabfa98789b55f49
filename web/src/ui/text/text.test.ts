import { expect, test } from 'vitest';
import { dayText, lastOfMonth } from '../../day';
import { byteText, counted, grouped, spanText } from './amount';
import { cellText } from './cell';

test('days are those of the calendar, in every year', () => {
  expect(dayText(0)).toBe('1970-01-01');
  expect(dayText(-1)).toBe('1969-12-31');
  expect(dayText(-719_162)).toBe('0001-01-01');
  expect(dayText(2_932_896)).toBe('9999-12-31');
  for (let days = -719_162; days <= 2_932_896; days += 97) {
    expect(dayText(days)).toBe(new Date(days * 86_400_000).toISOString().slice(0, 10));
  }
});

test('a month ends before the next one begins', () => {
  const months = ['2023-02', '2024-02', '1900-02', '2023-04', '2023-12', '0001-01', '9999-12', 'x'];
  expect(months.map(lastOfMonth)).toEqual([
    '2023-02-28',
    '2024-02-29',
    '1900-02-28',
    '2023-04-30',
    '2023-12-31',
    '0001-01-31',
    '9999-12-31',
    '',
  ]);
});

test('integers are exact', () => {
  expect(grouped(9_223_372_036_854_775_807n)).toBe('9,223,372,036,854,775,807');
  expect(cellText(-9_007_199_254_740_993n)).toBe('-9,007,199,254,740,993');
});

test('cells show every type', () => {
  expect(cellText(null)).toBe('');
  expect(cellText('')).toBe('');
  expect(cellText(19_400)).toBe('2023-02-12');
  expect(cellText([19_400])).toBe('1 day: 2023-02-12');
  expect(cellText(Array.from({ length: 100 }, (_, i) => i))).toMatch(/^100 days: .*, …$/);
});

test('amounts are short', () => {
  expect(counted(1, 'row')).toBe('1 row');
  expect(counted(1000, 'row')).toBe('1,000 rows');
  expect(byteText(999)).toBe('999 bytes');
  expect(byteText(1234)).toBe('1.23 kB');
  expect(byteText(99_960)).toBe('100 kB');
  expect(byteText(999_600)).toBe('1.00 MB');
  expect(byteText(35e9)).toBe('35.0 GB');
  expect(spanText(0.042)).toBe('0.04 s');
  expect(spanText(9.96)).toBe('10 s');
  expect(spanText(200)).toBe('3 min 20 s');
  expect(spanText(3900)).toBe('1 h 5 min');
});
