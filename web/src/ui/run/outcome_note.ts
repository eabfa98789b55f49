import { html, nothing } from 'lit';
import type { Change, Dataset, Outcome } from '../../types';
import { visible } from '../../visible';
import { byteText, counted, spanText } from '../text/amount';

/** Returns a sentence on what the results are of. */
export function outcomeNote(outcome: Outcome, { plan }: Dataset) {
  const { change, seconds, reads, spilled } = outcome;
  return html`
    <p class="note" role="status">
      ${counted(plan.rows, 'row')} · ${counted(plan.files.length, 'file')} · ${spanText(seconds)} ·
      ${byteText(reads.bytes)} read${spilled > 0 ? ` · ${byteText(spilled)} spilled to disk` : ''}
      ${change && !isAsked(outcome) ? html`· ${changeText(change, outcome)}` : nothing}
    </p>
  `;
}

/** Returns a note above results that an earlier run left on the page. */
export function earlierNote({ name }: Dataset) {
  return html`
    <p class="earlier" role="note">Results of the earlier run of ${visible(name)}</p>
  `;
}

/** Whether the last change is shown by the provider job. */
function isAsked({ change, options: { provider } }: Outcome): boolean {
  return change?.of === 'snapshot' && typeof provider === 'object';
}

function changeText({ of, seconds }: Change, { diagnostics, options }: Outcome): string {
  const what =
    of === 'gaps'
      ? `Gaps updated: through ${diagnostics.endDate ?? 'no day'}${without(diagnostics)}`
      : `Snapshot date: ${options.runDate}`;
  return `${what} (${spanText(seconds)})`;
}

function without({ coverage }: Outcome['diagnostics']): string {
  return coverage?.outagesExcluded
    ? `, ${counted(coverage.outages.length, 'outage day')} excluded`
    : '';
}
