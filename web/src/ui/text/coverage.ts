import type { Diagnostics } from '../../types';
import { counted, grouped, percentText } from './amount';

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

/** Returns sentences on completeness and stopped videos. */
export function coverageNotes({ coverage, firstDay, lastDay }: Diagnostics): string[] {
  if (!coverage) return [];
  const { completeness, stoppedVideos, videoDaysExpected, videoDaysWithData } = coverage;
  const { videoDaysBeforeFirst, videoDaysAfterLast } = coverage;
  const notes: string[] = [];
  if (completeness !== undefined) {
    const expected = counted(videoDaysExpected, 'video-day');
    notes.push(
      `Completeness ${percentText(completeness)}: ${grouped(videoDaysWithData)} of ${expected} have data.`,
    );
  }
  if (videoDaysBeforeFirst > 0) {
    notes.push(
      `Data begins ${firstDay}; ${counted(videoDaysBeforeFirst, 'video-day')} before that.`,
    );
  }
  if (videoDaysAfterLast > 0) {
    notes.push(`Data ends ${lastDay}; ${counted(videoDaysAfterLast, 'video-day')} after that.`);
  }
  if (stoppedVideos > 0) {
    notes.push(
      `${counted(stoppedVideos, 'video')} stopped: no data on the last three days or more.`,
    );
  }
  return notes;
}
