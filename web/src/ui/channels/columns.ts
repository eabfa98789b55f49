import type { Outcome } from '../../types';
import type { Channel, ChannelOrder } from '../../types/channels';
import { grouped, percentText } from '../text/amount';

/** A column of numbers in the table of channels. */
export interface ChannelColumn {
  readonly order: Exclude<ChannelOrder, 'id'>;
  readonly title: string;
  /** What its numbers count. */
  readonly hint: string;
  /** Returns the number that its bar shows. */
  amount(channel: Channel): number;
  text(channel: Channel): string;
  readonly tone: 'missing' | 'data';
}

const all: readonly ChannelColumn[] = [
  {
    order: 'missingShare',
    title: 'Missing',
    hint: 'Missing days, of the expected ones',
    amount: (channel) => share(channel) ?? 0,
    text: (channel) => {
      const missing = share(channel);
      return missing === undefined ? '–' : percentText(missing);
    },
    tone: 'missing',
  },
  {
    order: 'missingDays',
    title: 'Missing video-days',
    hint: 'Days without data, added up over the videos',
    amount: ({ missingDays }) => missingDays,
    text: ({ missingDays, expectedDays }) => `${grouped(missingDays)} of ${grouped(expectedDays)}`,
    tone: 'missing',
  },
  {
    order: 'gaps',
    title: 'Gaps',
    hint: 'Rows of the channel in Gaps, by gap',
    amount: ({ gaps }) => gaps,
    text: ({ gaps }) => grouped(gaps),
    tone: 'missing',
  },
  {
    order: 'videos',
    title: 'Videos',
    hint: 'Distinct video IDs',
    amount: ({ videos }) => videos,
    text: ({ videos }) => grouped(videos),
    tone: 'data',
  },
  {
    order: 'views',
    title: 'Views',
    hint: 'All counts added up',
    amount: ({ views }) => Number(views),
    text: ({ views }) => grouped(BigInt(views)),
    tone: 'data',
  },
];

/** Returns the columns that a run has; sums of lifetime counts mean nothing. */
export function columnsOf({ counts, diagnostics }: Outcome): ChannelColumn[] {
  const sums = counts.has('monthly') && diagnostics.lifetimeCounts !== 'yes';
  return all.filter(({ order, tone }) => {
    if (order === 'views') return sums;
    return tone === 'data' || counts.has('gapsRanges');
  });
}

/** Returns the share of a channel's expected days that are missing; undefined without any. */
export function share({ missingDays, expectedDays }: Channel): number | undefined {
  return expectedDays > 0 ? missingDays / expectedDays : undefined;
}
