import { dayNumber, dayText } from '../../../day';
import type { DayVideos, Outage, Overview } from '../../../types';
import { counted, grouped, percentText } from '../../text/amount';
import { greatest } from '../drawing';
import { dayMarks } from './day_marks';
import type { Figure } from './figure';

/** The maximum number of days drawn one by one; beyond it, runs of equal days are drawn. */
const maxDays = 40_000;

/** The minimum active videos of a headlined day, as for an outage; with few, shares are extreme. */
const minActive = 5;

const weekday = new Intl.DateTimeFormat('en-US', { weekday: 'long', timeZone: 'UTC' });

/**
 * Returns the share of the active videos without data by day, with the outages as bands, and the
 * active videos below.
 */
export function missingFigure({ days }: Overview, outages: readonly Outage[] = []): Figure {
  const { xs, at } = points(days);
  const failed = new Set(outages.map(({ date }) => dayNumber(date)));
  return {
    title: 'Missing data by day',
    summary: missingText(days),
    heads: ['First day', 'Last day', 'Missing', 'Expected videos', 'Share'],
    rows: days.map(({ first, last, active, missing }) => {
      const numbers = [grouped(missing), grouped(active), percentText(missing / active)];
      return [dayText(first), dayText(last), ...numbers];
    }),
    drawing: {
      style: 'steps',
      tone: 'missing',
      xs,
      ys: at.map((run) => (run ? (run.missing / run.active) * 100 : null)),
      unit: ' %',
      below: { label: 'Expected videos', ys: at.map((run) => run?.active ?? null) },
      bands: [...failed].flatMap((day) => (day === undefined ? [] : [[day, day + 1] as const])),
      brushes: true,
      distances: [1, 2, 7, 14, 30, 61, 91, 182, 365, 730, 1826, 3652, 36524, 365243],
      marks: dayMarks,
      name: dayText,
      about: (index) => {
        const [day, run] = [xs[index], at[index]];
        if (day === undefined) return [];
        const name = `${dayText(day)}, ${weekday.format(day * 86_400_000)}`;
        if (!run) return [name, 'no video expected'];
        const share = `${grouped(run.missing)} of ${counted(run.active, 'video')} missing, ${percentText(run.missing / run.active)}`;
        return [name, share, ...(failed.has(day) ? ['outage'] : [])];
      },
    },
  };
}

/** Returns the day with the greatest share, of those with enough active videos, in words. */
function missingText(days: readonly DayVideos[]): string {
  if (days.length === 0) return 'No video is expected on any day.';
  if (days.every(({ missing }) => missing === 0)) return 'No missing days.';
  const enough = days.filter(({ active }) => active >= minActive);
  const worst = enough[greatest(enough.map(({ missing, active }) => missing / active))];
  if (!worst) return `Fewer than ${minActive} videos are expected on any day.`;
  const { first, missing, active } = worst;
  return missing === 0
    ? `On days with ${minActive} expected videos or more, none is missing.`
    : `Worst day: ${dayText(first)}, ${grouped(missing)} of ${counted(active, 'video')} (${percentText(missing / active)}).`;
}

/** Returns every day with its videos, and one more position at the end of the last. */
function points(runs: readonly DayVideos[]) {
  const xs: number[] = [];
  const at: (DayVideos | undefined)[] = [];
  const total = (runs.at(-1)?.last ?? 0) - (runs[0]?.first ?? 0);
  for (const run of runs) {
    // Days without active videos lie between.
    for (let day = (xs.at(-1) ?? run.first) + 1; day < run.first && total < maxDays; day += 1) {
      xs.push(day);
      at.push(undefined);
    }
    for (let day = run.first; day <= (total < maxDays ? run.last : run.first); day += 1) {
      xs.push(day);
      at.push(run);
    }
  }
  const end = runs.at(-1);
  if (end) {
    xs.push(end.last + 1);
    at.push(end);
  }
  return { xs, at };
}
