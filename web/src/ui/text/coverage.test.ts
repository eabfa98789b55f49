import { expect, test } from 'vitest';
import type { Coverage, Diagnostics } from '../../types';
import { percentText } from './amount';
import { coverageNotes, endDateNote, outageText } from './coverage';

const coverage: Coverage = {
  outages: [],
  outagesExcluded: false,
  stoppedVideos: 1,
  videoDaysExpected: 100_000,
  videoDaysWithData: 99_999,
  completeness: 0.99999,
  videoDaysBeforeFirst: 1204,
  videoDaysAfterLast: 0,
  endDaysAfterLast: 0,
  firstExpected: '2023-01-30',
};

function of(part: Partial<Coverage>, endDate = '2023-04-18'): Diagnostics {
  // Nothing else of the diagnostics is used.
  const days = { endDate, firstDay: '2023-02-02', lastDay: '2023-04-18' };
  return { ...days, coverage: { ...coverage, ...part } } as Diagnostics;
}

test('an end date outside of the data is named', () => {
  expect(endDateNote(of({}))).toBeUndefined();
  expect(endDateNote(of({ endDaysAfterLast: 1 }, '2023-04-19'))).toBe(
    'The end date is 1 day after the last date in the data, 2023-04-18.',
  );
  expect(endDateNote(of({}, '2023-01-29'))).toBe(
    'No video is expected by 2023-01-29: the earliest upload date is 2023-01-30.',
  );
  const { firstExpected: _, ...none } = coverage;
  expect(endDateNote({ ...of({}), coverage: none })).toContain('none has an upload date');
});

test('days of gaps that completeness does not count are named', () => {
  expect(coverageNotes(of({ videoDaysAfterLast: 1 }))).toEqual([
    'Gaps include 1,204 video-days before the first date, 2023-02-02, which completeness does not count.',
    'Gaps include 1 video-day after the last date, 2023-04-18, which completeness does not count.',
  ]);
  expect(coverageNotes(of({ videoDaysBeforeFirst: 0 }))).toEqual([]);
});

test('days of a filter are outages or not', () => {
  const outages = [{ date: '2023-03-09', missing: 91, active: 148, share: 91 / 148 }];
  const found = of({ outages });
  expect(outageText(found, '2023-03-09', '2023-03-09')).toBe('This day is an outage.');
  expect(outageText(found, '2023-03-10', '2023-03-10')).toBe('This day is not an outage.');
  expect(outageText(found, '2023-03-01', '2023-03-09')).toBe('1 outage in these days.');
  expect(outageText(found, '2023-03-10', '2023-04-09')).toBe('0 outages in these days.');
  expect(outageText(found, '2023-03-09')).toBe('');
});

test('an incomplete share is not 100 %', () => {
  expect(percentText(0.99999)).toBe('99.9 %');
  expect(percentText(1)).toBe('100.0 %');
});
