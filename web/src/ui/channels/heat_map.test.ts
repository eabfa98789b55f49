import { expect, test } from 'vitest';
import type { Channel } from '../../types/channels';
import { gridOf, HeatMap } from './heat_map';

const channel: Channel = {
  channelId: 'UCa',
  videos: 1,
  expectedDays: 0,
  missingDays: 0,
  gaps: 0,
  withGaps: 0,
  views: '0',
};

test.each([
  [0, 0, 1],
  [0, 119, 1],
  [0, 120, 2],
  [100, 100 + 7 * 120 - 1, 7],
  [-719_162, 2_932_896, 36_400],
])('spans from day %d to %d have %d days', (first, last, spanDays) => {
  expect(gridOf([channel], { first, last })).toEqual({ channels: ['UCa'], first, last, spanDays });
});

test('a cell is described with its days, its share and its outages', () => {
  const outage = { date: '1970-01-03', day: 2, missing: 1, active: 5, share: 0.2 };
  const grid = { channels: ['UCa', undefined], first: 0, last: 2, spanDays: 2 };
  const map = new HeatMap(grid, { expected: [4, 0, 2000, 1], missing: [1, 0, 1999, 0] }, [outage]);
  expect(map.spans.map(({ first, last }) => [first, last])).toEqual([
    [0, 1],
    [2, 2],
  ]);
  expect(map.about(0, 0)).toEqual([
    'UCa',
    '1970-01-01 – 1970-01-02',
    '1 of 4 video-days missing, 25.0 %',
  ]);
  expect(map.about(0, 1)).toEqual(['UCa', '1970-01-03', 'no video expected', 'outage 1970-01-03']);
  expect(map.rows).toEqual([
    ['UCa', '1970-01-01', '1970-01-02', '1', '4', '25.0 %'],
    ['null', '1970-01-01', '1970-01-02', '1,999', '2,000', '99.9 %'],
    ['null', '1970-01-03', '1970-01-03', '0', '1', '0.0 %'],
  ]);
});
