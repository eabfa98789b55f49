import { expect, test } from 'vitest';
import { dayNumber, dayText } from '../../../day';
import { dayMarks } from './day_marks';

const marks = (first: string, last: string, distance: number) =>
  dayMarks(dayNumber(first) ?? 0, dayNumber(last) ?? 0, distance).map(dayText);

test('marks are the first days of months and years', () => {
  expect(marks('2019-12-20', '2022-02-01', 365)).toEqual([
    '2020-01-01',
    '2021-01-01',
    '2022-01-01',
  ]);
  expect(marks('2020-01-01', '2020-06-30', 61)).toEqual(['2020-01-01', '2020-03-01', '2020-05-01']);
  expect(marks('2023-01-31', '2023-04-01', 30)).toEqual(['2023-02-01', '2023-03-01', '2023-04-01']);
  expect(marks('1999-02-01', '2031-01-01', 3652)).toEqual([
    '2000-01-01',
    '2010-01-01',
    '2020-01-01',
    '2030-01-01',
  ]);
});

test('nearer marks are so many days apart', () => {
  expect(marks('2023-02-26', '2023-03-20', 7)).toEqual(['2023-03-02', '2023-03-09', '2023-03-16']);
  expect(marks('2023-02-27', '2023-03-01', 1)).toEqual(['2023-02-27', '2023-02-28', '2023-03-01']);
});

test('they end with the calendar', () => {
  expect(marks('9998-06-01', '9999-12-31', 365)).toEqual(['9999-01-01']);
  expect(marks('0001-01-01', '0003-01-01', 365)).toEqual([
    '0001-01-01',
    '0002-01-01',
    '0003-01-01',
  ]);
});
