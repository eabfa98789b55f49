import { expect, test } from 'vitest';
import type { Outcome } from '../../types';
import type { Channel } from '../../types/channels';
import { channelCsv } from './channel_csv';
import { columnsOf } from './columns';

const counts = new Map(['monthly', 'gapsRanges'].map((kind) => [kind, { rows: 1 }]));
const columns = columnsOf({ counts, diagnostics: { lifetimeCounts: 'no' } } as unknown as Outcome);

const sums: Channel = {
  videos: 3,
  expectedDays: 8,
  missingDays: 1,
  gaps: 1,
  withGaps: 1,
  views: '9223372036854775808',
};

test('channels are lines of CSV with exact numbers, null apart from empty text', () => {
  const channels: Channel[] = [
    { ...sums, channelId: '-a,"b"' },
    { ...sums, channelId: '', expectedDays: 0, missingDays: 0, views: '-7' },
    sums,
  ];
  const rows = [
    'channel_id,missing_share,missing_days,expected_days,gaps,videos,views',
    '"-a,""b""",0.125,1,8,1,3,9223372036854775808',
    '"",,0,0,1,3,-7',
    ',0.125,1,8,1,3,9223372036854775808',
    '',
  ];
  expect(channelCsv(channels, columns, false)).toBe(rows.join('\r\n'));
  const guarded = rows.join('\r\n').replace('"-a', `"'-a`);
  expect(channelCsv(channels, columns, true)).toBe(`\ufeff${guarded}`);
});

test('channels without gaps have no columns of gaps, and none at all have a head', () => {
  const some = columns.filter(({ tone }) => tone === 'data');
  expect(channelCsv([], some, false)).toBe('channel_id,videos,views\r\n');
});
