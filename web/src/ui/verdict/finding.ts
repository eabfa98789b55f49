import type { Outcome } from '../../types';
import { counted, grouped } from '../text/amount';
import { issuesOf } from './issues';

/** Returns what a run found, in short sentences for a screen reader. */
export function findingText(outcome: Outcome): string {
  const { coverage } = outcome.diagnostics;
  const issues = counted(issuesOf(outcome).length, 'issue');
  if (!coverage) return `Finished. ${issues}.`;
  const { videoDaysExpected, videoDaysWithData } = coverage;
  const missing = videoDaysExpected - videoDaysWithData;
  const days = counted(videoDaysExpected, 'video-day');
  return `Finished. ${grouped(missing)} of ${days} ${missing === 1 ? 'is' : 'are'} missing. ${issues}.`;
}
