import type { Outcome, Overview } from '../../types';
import { compact, counted, grouped, percentText } from '../text/amount';
import type { Place } from './place';

/** A conclusion in one number, and the rows behind it. */
export interface Tile {
  readonly id: 'complete' | 'gaps' | 'outages' | 'stopped' | 'newest' | 'peak';
  /** The number itself: `99.0 %`. */
  readonly value: string;
  /** What the number is of: `complete`. */
  readonly label: string;
  /** The numbers behind it, as a sentence without a full stop; may be empty. */
  readonly detail: string;
  /** Whether it needs attention, or is bad. */
  readonly tone: 'plain' | 'good' | 'warn' | 'bad';
  /** Where its rows are. */
  readonly place: Place;
}

/**
 * Returns the conclusions of a run; that of the overview is left out if it failed, and has its
 * place before it is known, so that nothing moves when it is. If no day is expected to have data,
 * gaps have no tile, because it would suggest that all is well.
 */
export function tilesOf(outcome: Outcome, overview: Overview | 'pending' | 'failed'): Tile[] {
  return [
    complete(outcome),
    withGaps(outcome),
    outages(outcome),
    stopped(outcome),
    newest(outcome),
    peak(outcome, overview),
  ].filter((tile) => tile !== undefined);
}

function complete({ diagnostics: { coverage } }: Outcome): Tile | undefined {
  if (coverage?.completeness === undefined) return undefined;
  const { videoDaysExpected, videoDaysWithData, completeness } = coverage;
  const missing = videoDaysExpected - videoDaysWithData;
  return {
    id: 'complete',
    value: percentText(completeness),
    label: 'complete',
    detail:
      missing === 0
        ? 'No video-day is missing'
        : of(missing, videoDaysExpected, 'video-day', 'missing'),
    tone: missing === 0 ? 'good' : 'plain',
    place: { tab: 'gaps', kind: 'gapsDates' },
  };
}

function withGaps({ counts, diagnostics }: Outcome): Tile | undefined {
  const rows = counts.get('gapsList')?.rows;
  if (rows === undefined || !diagnostics.coverage?.videoDaysExpected) return undefined;
  const { videos, videoListings } = diagnostics;
  // A video in two channels, or with two upload dates, has two rows.
  const noun = videos === videoListings ? 'video' : 'listing';
  return {
    id: 'gaps',
    value: grouped(rows),
    label: rows === 1 ? `${noun} has gaps` : `${noun}s have gaps`,
    detail: `Of ${counted(videoListings, noun === 'video' ? noun : 'video listing')}`,
    tone: rows === 0 ? 'good' : 'plain',
    place: { tab: 'gaps', kind: 'gapsList' },
  };
}

function outages({ diagnostics: { coverage } }: Outcome): Tile | undefined {
  if (!coverage?.videoDaysExpected) return undefined;
  const found = coverage.outages;
  const missing = coverage.videoDaysExpected - coverage.videoDaysWithData;
  const explained = found.reduce((sum, outage) => sum + outage.missing, 0);
  return {
    id: 'outages',
    value: grouped(found.length),
    label: found.length === 1 ? 'outage' : 'outages',
    detail:
      found.length === 0
        ? 'No day on which far more videos are missing'
        : `${grouped(explained)} of ${counted(missing, 'missing video-day')}`,
    tone: found.length === 0 ? 'good' : 'warn',
    place: { tab: 'overview', part: 'outages' },
  };
}

function stopped({ diagnostics: { coverage, endDate, lastDay } }: Outcome): Tile | undefined {
  if (!coverage?.videoDaysExpected) return undefined;
  const { stoppedVideos } = coverage;
  const last =
    lastDay !== undefined && endDate !== undefined && lastDay < endDate ? lastDay : endDate;
  return {
    id: 'stopped',
    value: grouped(stoppedVideos),
    label: stoppedVideos === 1 ? 'video stopped' : 'videos stopped',
    detail: 'No data on the last 3 days or more, outages aside',
    tone: stoppedVideos === 0 ? 'good' : 'bad',
    // A gap may be too short for its video to have stopped, so the longest come first.
    place: {
      tab: 'gaps',
      kind: 'gapsRanges',
      ...(last && { first: last, last }),
      sort: { column: 'days', descending: true },
    },
  };
}

function newest({ diagnostics: { coverage, endDate, lastDay } }: Outcome): Tile | undefined {
  if (lastDay === undefined) return undefined;
  const late = coverage?.endDaysAfterLast ?? 0;
  return {
    id: 'newest',
    value: lastDay,
    label: 'newest date',
    detail: late > 0 ? `${counted(late, 'day')} before the end date` : `End date ${endDate}`,
    tone: late > 0 ? 'bad' : 'plain',
    place: { tab: 'diagnostics' },
  };
}

function peak(
  { counts, diagnostics }: Outcome,
  overview: Overview | 'pending' | 'failed',
): Tile | undefined {
  const monthly = counts.get('monthly');
  if (!monthly || monthly.rows === 0 || overview === 'failed') return undefined;
  const base = { id: 'peak', place: { tab: 'monthly', kind: 'monthly' } } as const;
  if (diagnostics.lifetimeCounts === 'yes') {
    const detail = 'Lifetime totals, whose sums mean nothing';
    return { ...base, value: '–', label: 'no monthly views', detail, tone: 'bad' };
  }
  if (overview === 'pending') {
    const detail = 'Adding up the months';
    return { ...base, value: '…', label: 'views in the peak month', detail, tone: 'plain' };
  }
  const most = overview.months.reduce<(typeof overview.months)[number] | undefined>(
    (best, month) => (best && BigInt(best.views) >= BigInt(month.views) ? best : month),
    undefined,
  );
  if (!most) return undefined;
  return {
    ...base,
    value: compact(BigInt(most.views)),
    label: `views in ${most.month}`,
    detail: `The peak of ${counted(overview.months.length, 'month')}`,
    tone: 'plain',
  };
}

function of(some: number, all: number, noun: string, verb: string): string {
  return `${grouped(some)} of ${counted(all, noun)} ${verb}`;
}
