import { html, nothing } from 'lit';
import type { Change, Dataset, Outcome } from '../../types';
import { byteText, counted, spanText } from '../text/amount';

/** Returns a sentence on what the results are of. */
export function outcomeNote(outcome: Outcome, { plan }: Dataset) {
  const { change, seconds, reads, spilled } = outcome;
  return html`
    <p class="note" role="status">
      ${counted(plan.rows, 'row')} of ${counted(plan.files.length, 'file')} in ${spanText(seconds)},
      ${byteText(reads.bytes)} read${spilled > 0 ? `, ${byteText(spilled)} put on disk meanwhile` : ''}.
      ${change && !isAsked(outcome) ? changeText(change, outcome) : nothing}
    </p>
  `;
}

/** Whether the last change is shown by the provider job. */
function isAsked({ change, options: { provider } }: Outcome): boolean {
  return change?.of === 'snapshot' && typeof provider === 'object';
}

function changeText({ of, seconds }: Change, { diagnostics, options }: Outcome): string {
  const what =
    of === 'gaps'
      ? `The gaps are now up to ${diagnostics.endDate ?? 'no day'}${without(diagnostics)}`
      : `The snapshot is now of ${options.runDate}`;
  return `${what}: derived anew in ${spanText(seconds)} without reading the data again.`;
}

function without({ coverage }: Outcome['diagnostics']): string {
  return coverage?.outagesExcluded ? `, without ${counted(coverage.outages.length, 'outage')}` : '';
}
