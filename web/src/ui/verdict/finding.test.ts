import { expect, test } from 'vitest';
import type { Outcome } from '../../types';
import { findingText } from './finding';

function outcome(more: object): Outcome {
  const diagnostics = { warnings: [], unreadable: [], repeatedRows: 0, nullCountRows: 0 };
  const others = { nullDateRows: 0, nullVideoRows: 0, rowsBeforeCreated: 0, rowsAfterEnd: 0 };
  const videos = { videosCreatedNull: 0, videosWithSeveralChannels: 0 };
  return { diagnostics: { ...diagnostics, ...others, ...videos, ...more } } as unknown as Outcome;
}

test('a finding counts the missing days and the issues', () => {
  const coverage = { videoDaysExpected: 62_434, videoDaysWithData: 61_836 };
  expect(findingText(outcome({ coverage, repeatedRows: 7, nullCountRows: 2 }))).toBe(
    'Finished. 598 of 62,434 video-days are missing. 2 issues.',
  );
  const one = { videoDaysExpected: 2, videoDaysWithData: 1 };
  expect(findingText(outcome({ coverage: one, repeatedRows: 7 }))).toBe(
    'Finished. 1 of 2 video-days is missing. 1 issue.',
  );
});

test('a finding without dates counts the issues', () => {
  expect(findingText(outcome({}))).toBe('Finished. 0 issues.');
});
