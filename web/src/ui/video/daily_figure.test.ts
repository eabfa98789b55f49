import { expect, test } from 'vitest';
import type { DayViews } from '../../types/channels';
import { dailyFigure } from './daily_figure';

function figure(days: readonly DayViews[]) {
  const read = { rows: 0, rowGroups: 0 };
  return dailyFigure({ days, read, all: read }, false);
}

test('days of several channels are added up exactly, and days without data stay empty', () => {
  const large = 2n ** 63n - 1n;
  const { rows, summary, drawing } = figure([
    { channelId: null, day: null, rows: 2, views: 5n },
    { channelId: null, day: 10, rows: 1, views: null },
    { channelId: 'UCa', day: 10, rows: 1, views: null },
    { channelId: 'UCa', day: 12, rows: 2, views: large },
    { channelId: 'UCb', day: 12, rows: 1, views: 2n },
  ]);
  expect(rows).toEqual([
    ['1970-01-11', 'no count', '2'],
    ['1970-01-13', '9,223,372,036,854,775,809', '3'],
  ]);
  expect(summary).toBe(
    'Peak: 1970-01-13, 9,223,372,036,854,775,809 views. 3 channels added up. ' +
      '2 days with several rows, whose counts are added up. 2 rows without a date left out.',
  );
  expect(drawing.xs).toEqual([10, 11, 12, 13]);
  expect(drawing.ys).toEqual([null, null, 2 ** 63, 2 ** 63]);
  expect(drawing.about(0)).toEqual(['1970-01-11', 'no count', '2 rows added up']);
  expect(drawing.about(1)).toEqual(['1970-01-12', 'no data']);
});

test('without rows there is nothing to draw', () => {
  const { rows, summary, drawing } = figure([]);
  expect([rows, summary, drawing.xs]).toEqual([[], 'There are no views.', []]);
});
