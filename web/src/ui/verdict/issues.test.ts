import { expect, test } from 'vitest';
import type { Outcome, Warning } from '../../types';
import { issuesOf } from './issues';
import { tilesOf } from './tiles';

const nothing = {
  ...{ rows: 9, videos: 2, videoListings: 3, warnings: [], unreadable: [], repeatedRows: 0 },
  ...{ nullCountRows: 0, nullDateRows: 0, nullVideoRows: 0, rowsBeforeCreated: 0 },
  ...{ rowsAfterEnd: 0, videosCreatedNull: 0, videosWithSeveralChannels: 0 },
};

function outcome(diagnostics: object): Outcome {
  const counts = new Map([['gapsList', { rows: 1 }]]);
  return { counts, diagnostics: { ...nothing, ...diagnostics } } as unknown as Outcome;
}

test('data without rows is an issue, and nothing in it is complete', () => {
  const coverage = { videoDaysExpected: 0, outages: [], stoppedVideos: 0 };
  const empty = outcome({ rows: 0, videos: 0, videoListings: 0, coverage });
  expect(issuesOf(empty).map(({ headline }) => headline)).toEqual(['The data has no rows.']);
  expect(tilesOf(empty, 'pending')).toEqual([]);
  expect(issuesOf(outcome({}))).toEqual([]);
});

test('suspected copies are harmful, and can be skipped', () => {
  const message = '2 files may be copies: a and b have equal footers. Remove the copies.';
  const warning = { code: 'suspected_copies', message, files: ['a', 'b', 'zz'] } as Warning;
  expect(issuesOf(outcome({ warnings: [warning] }))).toMatchObject([
    {
      headline: '2 files may be copies:',
      details: 'a and b have equal footers. Remove the copies.',
      harm: 'wrong',
      files: ['zz'],
    },
  ]);
  expect(issuesOf(outcome({ warnings: [warning] }))[0]?.fix).toBe('copies');
});

test('a tile counts listings if a video has several', () => {
  const coverage = { videoDaysExpected: 5, videoDaysWithData: 5, outages: [], stoppedVideos: 0 };
  const [listings] = tilesOf(outcome({ coverage }), 'failed');
  expect(listings).toMatchObject({ label: 'listing has gaps', detail: 'Of 3 video listings' });
  const [videos] = tilesOf(outcome({ coverage, videos: 3 }), 'failed');
  expect(videos).toMatchObject({ label: 'video has gaps', detail: 'Of 3 videos' });
});

test('the peak month has its place before it is known, and none if it failed', () => {
  const counts = new Map([['monthly', { rows: 1 }]]);
  const counted = { ...outcome({}), counts } as unknown as Outcome;
  const ids = (overview: 'pending' | 'failed') => tilesOf(counted, overview).map(({ id }) => id);
  expect(ids('pending')).toContain('peak');
  expect(ids('failed')).not.toContain('peak');
});
