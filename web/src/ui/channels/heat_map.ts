import { dayNumber, dayText } from '../../day';
import type { Outage } from '../../types';
import type { Channel, Heat, HeatGrid } from '../../types/channels';
import { visible } from '../../visible';
import { counted, grouped, percentText } from '../text/amount';
import type { Window } from './window';

/** The maximum number of channels, and of spans of days, of a heat map. */
export const mostChannels = 40;
const mostSpans = 120;

/** Lengths of spans, in days. */
const lengths = [1, 2, 7, 14, 28, 91, 182, 364, 1820, 3640, 36_400];

/** Returns the rows and columns for some channels, with spans as short as fit. */
export function gridOf(channels: readonly Channel[], { first, last }: Window): HeatGrid {
  const days = last - first + 1;
  const spanDays = lengths.find((length) => days / length <= mostSpans) ?? days;
  return { channels: channels.map(({ channelId }) => channelId), first, last, spanDays };
}

/** A span of days, both inclusive, and the outages in it. */
interface Span extends Window {
  readonly outages: readonly string[];
}

/** The video-days of one channel in one span. */
interface HeatCell {
  readonly expected: number;
  readonly missing: number;
}

/** Missing days of channels by spans of days. */
export class HeatMap {
  readonly channels: readonly (string | undefined)[];
  readonly spans: readonly Span[];
  readonly #heat: Heat;

  constructor(
    { channels, first, last, spanDays }: HeatGrid,
    heat: Heat,
    outages: readonly Outage[],
  ) {
    this.channels = channels;
    this.#heat = heat;
    this.spans = Array.from({ length: Math.ceil((last - first + 1) / spanDays) }, (_, at) => {
      const [from, to] = [first + at * spanDays, Math.min(first + (at + 1) * spanDays - 1, last)];
      const within = outages.filter(({ date }) => {
        const day = dayNumber(date) ?? Number.NaN;
        return day >= from && day <= to;
      });
      return { first: from, last: to, outages: within.map(({ date }) => date) };
    });
  }

  cell(row: number, column: number): HeatCell {
    const at = row * this.spans.length + column;
    return { expected: this.#heat.expected[at] ?? 0, missing: this.#heat.missing[at] ?? 0 };
  }

  /** Returns what is known of a cell, in short sentences. */
  about(row: number, column: number): string[] {
    const span = this.spans[column];
    if (!span) return [];
    const { expected, missing } = this.cell(row, column);
    const { outages } = span;
    return [
      this.name(row),
      span.first === span.last
        ? dayText(span.first)
        : `${dayText(span.first)} – ${dayText(span.last)}`,
      expected === 0
        ? 'no video expected'
        : `${grouped(missing)} of ${counted(expected, 'video-day')} missing, ${percentText(missing / expected)}`,
      ...(outages.length > 0
        ? [outages.length === 1 ? `outage ${outages[0]}` : `${outages.length} outages`]
        : []),
    ];
  }

  /** Returns a channel’s id as it is shown. */
  name(row: number): string {
    return visible(this.channels[row] ?? 'null');
  }

  /** The numbers of every cell with expected days. */
  get rows(): string[][] {
    return this.channels.flatMap((_, row) =>
      this.spans.flatMap(({ first, last }, column) => {
        const { expected, missing } = this.cell(row, column);
        if (expected === 0) return [];
        const share = percentText(missing / expected);
        return [
          [
            this.name(row),
            dayText(first),
            dayText(last),
            grouped(missing),
            grouped(expected),
            share,
          ],
        ];
      }),
    );
  }
}

export const heatHeads = ['Channel', 'First day', 'Last day', 'Missing', 'Expected', 'Share'];
