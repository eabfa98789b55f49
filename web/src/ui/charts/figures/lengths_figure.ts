import type { Overview } from '../../../types';
import { counted, grouped } from '../../text/amount';
import type { Figure } from './figure';

/** Returns the lengths of gaps, on a logarithmic axis, so that few long ones are visible. */
export function lengthsFigure({ gapLengths }: Overview): Figure {
  const spans = lengths
    .map(({ name, from, to }) => {
      const within = gapLengths.filter(({ days }) => days >= from && days <= to);
      return { name, gaps: within.reduce((sum, { gaps }) => sum + gaps, 0) };
    })
    .filter((_, at, all) => all.slice(at).some(({ gaps }) => gaps > 0));
  const all = gapLengths.reduce((sum, { gaps }) => sum + gaps, 0);
  const longest = gapLengths.at(-1);
  return {
    title: 'Gap length',
    summary: longest
      ? `${counted(all, 'gap')}; longest ${counted(longest.days, 'day')}.`
      : 'No gaps.',
    heads: ['Days', 'Gaps'],
    rows: gapLengths.map(({ days, gaps }) => [grouped(days), grouped(gaps)]),
    drawing: {
      style: 'bars',
      tone: 'missing',
      logarithmic: true,
      xs: spans.map((_, at) => at),
      ys: spans.map(({ gaps }) => (gaps === 0 ? null : gaps)),
      distances: [1, 2, 4, 8],
      name: (at) => spans[at]?.name ?? '',
      about: (at) => {
        const span = spans[at];
        return span
          ? [`${span.name}${span.name.endsWith('day') ? '' : ' days'}`, counted(span.gaps, 'gap')]
          : [];
      },
    },
  };
}

/** Lengths that are one bar, in days, both inclusive. */
const lengths = [
  { name: '1 day', from: 1, to: 1 },
  { name: '2', from: 2, to: 2 },
  { name: '3', from: 3, to: 3 },
  { name: '4–7', from: 4, to: 7 },
  { name: '8–14', from: 8, to: 14 },
  { name: '15–30', from: 15, to: 30 },
  { name: '31–90', from: 31, to: 90 },
  { name: '91–365', from: 91, to: 365 },
  { name: 'over 365', from: 366, to: Number.POSITIVE_INFINITY },
] as const;
