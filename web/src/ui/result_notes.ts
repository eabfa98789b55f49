import { html, nothing } from 'lit';
import type { Outcome, Problem, ResultKind } from '../types';
import { visible } from '../visible';
import { gapForms, kindTexts } from './kinds';
import { endDateNote } from './text/coverage';

/** Why a result is not there. */
export const absent = 'It can’t be had without the columns that are done without.';

/** What the table of a result is called. */
export function labelOf(kind: ResultKind): string {
  const { title } = kindTexts[kind];
  return gapForms.includes(kind) ? `Gaps, ${title.toLowerCase()}` : title;
}

/** The day that a result is of, in words. */
export function dayNote(kind: ResultKind, { diagnostics, options }: Outcome) {
  if (gapForms.includes(kind)) {
    const { endDate, endDateGiven, coverage } = diagnostics;
    if (!endDate) return nothing;
    const newest = endDateGiven ? '' : ', the newest day in the data';
    const without = coverage?.outagesExcluded ? ', outages excluded' : '';
    return html`Up to <span class="day">${endDate}</span>${newest}${without}. ${endDateNote(diagnostics) ?? nothing}`;
  }
  return kind === 'snapshot' || kind === 'combined'
    ? html`The snapshot is of <span class="day">${options.runDate}</span>.`
    : nothing;
}

/** Why a result can’t be had. */
export function problemText({ message }: Problem) {
  return html`<span role="alert">${visible(message)}</span>`;
}
