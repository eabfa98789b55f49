import type { Page } from '@playwright/test';
import type { DaytallyElement } from '../../../web/src/element';
import { expect } from '../support/app';
import type { Case } from '../support/case';

/** Returns the days with data per video id, by channel and upload day. */
async function calendars(page: Page, ids: readonly string[]) {
  return await page.evaluate(async (videos) => {
    const { analyzer } = document.querySelector<DaytallyElement>('day-tally') as DaytallyElement;
    const text = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);
    const found: Record<string, { series: string[]; days: string[][] }> = {};
    for (const video of videos) {
      const all = await analyzer.calendar(video);
      found[video] = {
        series: all.flatMap(({ channelId, created }) => {
          return created.map((day) => `${channelId ?? null} ${text(day)}`);
        }),
        days: all.map(({ months, days }) => {
          return months.flatMap((month, at) => {
            const bits = Array.from({ length: 31 }, (_, bit) => bit);
            return bits
              .filter((bit) => ((days[at] ?? 0) >> bit) & 1)
              .map((bit) => text(month + bit));
          });
        }),
      };
    }
    return found;
  }, ids);
}

/** Cases that differ from others only in how values are stored. */
const storage = /^(codec|encoding|count|columns|type|zone)_/;

/** Expects that the calendar of each video has the days of its rows. */
export async function expectCalendars(each: Case, page: Page): Promise<void> {
  const combined = each.expected.get('combined');
  if (!combined || each.error || storage.test(each.name)) return;
  const rows = (each.diagnostics as { rows: number } | undefined)?.rows;
  const input = combined.rows.slice(0, rows ?? 0) as (string | null)[][];
  const ids = [...new Set(input.map(([, video]) => video as string | null))];
  const known = ids.filter((id) => id !== null).slice(0, 12);
  const found = await calendars(page, [...known, 'no such video']);
  expect(found['no such video']).toEqual({ series: [], days: [] });
  for (const id of known) {
    const own = input.filter(([, video]) => video === id);
    const dates = own.flatMap(([, , , date]) => (date ? [date] : []));
    const series = own.flatMap(([channel, , created]) => {
      return created ? [`${channel} ${created}`] : [];
    });
    expect([...(found[id]?.series ?? [])].sort(), id).toEqual([...new Set(series)].sort());
    for (const days of found[id]?.days ?? []) expect(days, id).toEqual([...new Set(dates)].sort());
  }
}
