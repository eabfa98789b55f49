import { dayText } from '../../day';
import type { DayViews, VideoViews } from '../../types/channels';
import { greatest } from '../charts/drawing';
import { dayMarks } from '../charts/figures/day_marks';
import type { Figure } from '../charts/figures/figure';
import { counted, grouped } from '../text/amount';

/** The maximum number of days that are drawn. */
const maxDays = 40_000;

/** The exact views of a day, of all channels of a video together. */
interface Day {
  readonly day: number;
  readonly rows: number;
  readonly views: bigint | null;
}

/** Returns the views of one video by day. `lifetime` is whether its counts are lifetime totals. */
export function dailyFigure({ days: found }: VideoViews, lifetime: boolean): Figure {
  const days = byDay(found);
  const [first, last] = [days[0]?.day ?? 0, days.at(-1)?.day ?? 0];
  const every = last - first < maxDays;
  const known = new Map(days.map((each) => [each.day, each]));
  const xs = every
    ? Array.from({ length: days.length > 0 ? last - first + 2 : 0 }, (_, at) => first + at)
    : [...days.map(({ day }) => day), last + 1];
  const at = xs.map((day, index) => known.get(index === xs.length - 1 ? last : day));
  return {
    title: lifetime ? 'Lifetime views by day' : 'Views by day',
    summary: summaryOf(found, days),
    heads: ['Day', 'Views', 'Rows'],
    rows: days.map(({ day, views, rows }) => [dayText(day), textOf(views), grouped(rows)]),
    drawing: {
      style: 'steps',
      tone: 'data',
      xs,
      ys: at.map((day) => (day?.views === null || day === undefined ? null : Number(day.views))),
      distances: [1, 2, 7, 14, 30, 61, 91, 182, 365, 730, 1826, 3652, 36524, 365243],
      marks: dayMarks,
      name: dayText,
      about: (index) => {
        const x = xs[index];
        if (x === undefined) return [];
        const day = at[index];
        if (!day) return [dayText(x), 'no data'];
        const rows = day.rows > 1 ? [`${grouped(day.rows)} rows added up`] : [];
        return [
          dayText(x),
          day.views === null ? 'no count' : `${grouped(day.views)} views`,
          ...rows,
        ];
      },
    },
  };
}

function textOf(views: bigint | null): string {
  return views === null ? 'no count' : grouped(views);
}

function summaryOf(found: readonly DayViews[], days: readonly Day[]): string {
  const counts = days.map(({ views }) => views ?? -(2n ** 200n));
  const most = days[greatest(counts)];
  if (!most || most.views === null) return 'There are no views.';
  const repeated = days.filter(({ rows }) => rows > 1).length;
  const channels = new Set(found.map(({ channelId }) => channelId)).size;
  const undated = found.filter(({ day }) => day === null).reduce((sum, { rows }) => sum + rows, 0);
  return [
    `Peak: ${dayText(most.day)}, ${grouped(most.views)} views.`,
    channels > 1 ? `${counted(channels, 'channel')} added up.` : '',
    repeated > 0 ? `${counted(repeated, 'day')} with several rows, whose counts are added up.` : '',
    undated > 0 ? `${counted(undated, 'row')} without a date left out.` : '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** Adds up the channels; rows without a day are skipped. */
function byDay(found: readonly DayViews[]): Day[] {
  const days = new Map<number, Day>();
  for (const { day, rows, views } of found) {
    if (day === null) continue;
    const known = days.get(day);
    const sum = views === null ? (known?.views ?? null) : (known?.views ?? 0n) + views;
    days.set(day, { day, rows: rows + (known?.rows ?? 0), views: sum });
  }
  return [...days.values()].sort((a, b) => a.day - b.day);
}
