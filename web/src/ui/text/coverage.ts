import type { Diagnostics } from '../../types';
import { counted } from './amount';

/** Returns what is wrong with the end date; nothing if data is expected up to it and available. */
export function endDateNote({ coverage, endDate, lastDay }: Diagnostics): string | undefined {
  if (!coverage || !endDate) return undefined;
  const { endDaysAfterLast, firstExpected } = coverage;
  if (firstExpected === undefined)
    return `No video is expected by ${endDate}: none has an upload date.`;
  if (endDate < firstExpected) {
    return `No video is expected by ${endDate}: the earliest upload date is ${firstExpected}.`;
  }
  if (endDaysAfterLast === 0) return undefined;
  return `The end date is ${counted(endDaysAfterLast, 'day')} after the last date in the data, ${lastDay}.`;
}

/** Returns whether days, `YYYY-MM-DD` and inclusive, are outages; '' if they have no bounds. */
export function outageText({ coverage }: Diagnostics, first = '', last = ''): string {
  if (!coverage || !first || !last) return '';
  const within = coverage.outages.filter(({ date }) => first <= date && date <= last).length;
  if (first === last) return within > 0 ? 'This day is an outage.' : 'This day is not an outage.';
  return `${counted(within, 'outage')} in these days.`;
}

/** Returns sentences on the days of gaps outside of the data, which completeness does not count. */
export function coverageNotes({ coverage, firstDay, lastDay }: Diagnostics): string[] {
  if (!coverage) return [];
  const { videoDaysBeforeFirst, videoDaysAfterLast } = coverage;
  const note = (days: number, where: string) =>
    days > 0
      ? [`Gaps include ${counted(days, 'video-day')} ${where}, which completeness does not count.`]
      : [];
  return [
    ...note(videoDaysBeforeFirst, `before the first date, ${firstDay}`),
    ...note(videoDaysAfterLast, `after the last date, ${lastDay}`),
  ];
}
