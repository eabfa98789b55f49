import { dayNumber, lastOfMonth } from '../../../day';
import type { Diagnostics, Overview } from '../../../types';
import { grouped } from '../../text/amount';
import { greatest } from '../drawing';
import type { Figure } from './figure';

/** What a figure of views needs to know of the data beside the sums. */
export type ViewsOf = Partial<Pick<Diagnostics, 'firstDay' | 'lastDay' | 'lifetimeCounts'>>;

/** Returns the views of all videos by month; sums of lifetime counts are not shown. */
export function viewsFigure({ months: found }: Pick<Overview, 'months'>, of: ViewsOf = {}): Figure {
  const lifetime = of.lifetimeCounts === 'yes';
  const months = lifetime ? [] : found;
  const numbers = months.map(({ month }) => monthNumber(month));
  const views = months.map((each) => BigInt(each.views));
  const partial = months.filter(({ month }) => isPartial(month, of));
  const peak = greatest(views);
  const parts = partial.map(({ month }) => month).join(' and ');
  return {
    title: 'Views per month',
    summary: lifetime
      ? 'These are lifetime totals, whose sums by month mean nothing.'
      : peak < 0
        ? 'There are no views.'
        : `Peak: ${months[peak]?.month}, ${grouped(views[peak] ?? 0n)} views.${parts ? ` Partial: ${parts}.` : ''}`,
    heads: ['Month', 'Views'],
    rows: months.map(({ month }, at) => [month, grouped(views[at] ?? 0n)]),
    drawing: {
      style: 'bars',
      tone: 'data',
      xs: numbers,
      ys: views.map(Number),
      partial: new Set(partial.map(({ month }) => monthNumber(month))),
      distances: [1, 2, 3, 6, 12, 24, 60, 120, 600, 1200],
      name: monthText,
      about: (at) => {
        const month = months[at];
        if (!month) return [];
        const part = partial.includes(month) ? ['partial month'] : [];
        return [month.month, `${grouped(views[at] ?? 0n)} views`, ...part];
      },
    },
  };
}

/** Whether the data begins or ends within a month. */
function isPartial(month: string, { firstDay, lastDay }: ViewsOf): boolean {
  const begins = firstDay?.startsWith(month) && firstDay > `${month}-01`;
  const ends = lastDay?.startsWith(month) && lastDay < lastOfMonth(`${month}`);
  return Boolean(begins || ends) && dayNumber(`${month}-01`) !== undefined;
}

/** Returns the months since the year 0. */
function monthNumber(month: string): number {
  const [year, ofYear] = month.split('-').map(Number);
  return (year ?? 0) * 12 + (ofYear ?? 1) - 1;
}

/** Returns a month by its number since the year 0, as `YYYY-MM`. */
export function monthText(month: number): string {
  const year = String(Math.floor(month / 12)).padStart(4, '0');
  return `${year}-${String((month % 12) + 1).padStart(2, '0')}`;
}
