import { html, nothing } from 'lit';
import type { Outcome, Problem, ResultKind } from '../../types';
import { countSource, isSimulated, needProvider } from '../../types/count_source';
import { problemView } from '../messages/problem_text';
import { endDateNote, outageText } from '../text/coverage';
import { type FilterFields, noFilter } from './filter/filter_fields';
import { gapForms, kindTexts } from './kinds';

/** Why a result is not available. */
export const absent = 'Needs a column that is set to None. Choose it in the set-up.';

/** Returns the label of a result's table. */
export function labelOf(kind: ResultKind, simulated = false): string {
  const { title } = kindTexts[kind];
  if (simulated) return `${title}, simulated counts`;
  return gapForms.includes(kind) ? `Gaps, ${title.toLowerCase()}` : title;
}

/** Returns the day of a result, and whether the days of its filter are outages, as text. */
export function dayNote(
  kind: ResultKind,
  { diagnostics, options }: Outcome,
  { first, last }: FilterFields = noFilter,
) {
  if (gapForms.includes(kind)) {
    const { endDate, endDateGiven, coverage } = diagnostics;
    if (!endDate) return nothing;
    const newest = endDateGiven ? '' : ' (newest date)';
    const without = coverage?.outagesExcluded ? '. Outages excluded' : '';
    return html`Through <span class="day">${endDate}</span>${newest}${without}. ${endDateNote(diagnostics) ?? nothing} <strong>${outageText(diagnostics, first, last)}</strong>`;
  }
  const fetched = options.provider !== undefined && options.provider !== 'none';
  return fetched && (kind === 'snapshot' || kind === 'combined')
    ? html`Dated <span class="day">${options.runDate}</span>.`
    : nothing;
}

/** Returns where the counts of a result come from, and whether they are made up. */
export function sourceNote(kind: ResultKind, { options, counts }: Outcome) {
  if (!needProvider.includes(kind) || !counts.has(kind)) return nothing;
  const source = countSource(options);
  if (source?.provider === 'simulator') {
    return html`${badge} Made-up numbers, not real views.`;
  }
  if (!source) return nothing;
  const { provider, providerUrl } = source;
  const names: Record<string, string> = { youtube: 'YouTube Data API', callback: 'this portal' };
  const at = providerUrl ? html` <span translate="no">${providerUrl}</span>` : nothing;
  return html`Source: ${names[provider] ?? 'custom API'}${at}.`;
}

/** Returns a badge for the tab of a result with made-up counts. */
export function simulatedBadge(tab: string, outcome: Outcome | undefined) {
  const kind = needProvider.find((each) => each === tab);
  const shown = kind && outcome?.counts.has(kind) && isSimulated(kind, outcome.options);
  return shown ? badge : nothing;
}

const badge = html`<strong class="simulated">SIMULATED</strong>`;

/** Returns the text in place of a result without rows. */
export function noneText(kind: ResultKind, { diagnostics }: Outcome): string {
  if (kind === 'unanswered') return 'Every video has a count.';
  if (kind === 'snapshot') return 'No video has a count.';
  if (!gapForms.includes(kind)) return 'No rows.';
  const { coverage, endDate } = diagnostics;
  // Without an expected day, there is nothing that could be missing.
  if (!endDate || !coverage?.videoDaysExpected) return 'No video is expected on any day.';
  const without = coverage.outagesExcluded ? ', outages excluded' : '';
  return `No missing days through ${endDate}${without}.`;
}

/** Renders why a result is not available. */
export function problemText(problem: Problem) {
  return html`<span role="alert">${problemView(problem)}</span>`;
}
