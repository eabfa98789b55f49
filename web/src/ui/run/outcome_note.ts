import { html } from 'lit';
import type { Change, Dataset, Outcome, RunState } from '../../types';
import { visible } from '../../visible';
import { byteText, counted, spanText } from '../text/amount';

/** Renders what the results are of: the last run, or an earlier one during another. */
export function outcomeNote(outcome: Outcome, dataset: Dataset, phase: RunState['phase']) {
  const { change, seconds, reads, spilled } = outcome;
  const { plan, name } = dataset;
  if (phase !== 'done') {
    return html`
      <p class="earlier" role="status">
        ${phase === 'cancelled' ? 'Cancelled. ' : ''}Of the earlier run of ${visible(name)}
      </p>
    `;
  }
  return html`
    <p class="note">
      ${counted(plan.rows, 'row')} · ${counted(plan.files.length, 'file')} · ${spanText(seconds)} ·
      ${byteText(reads.bytes)} read${spilled > 0 ? ` · ${byteText(spilled)} spilled to disk` : ''}
      <span role="status">${change && !isFetched(outcome) ? `· ${changeText(change, outcome)}` : ''}</span>
    </p>
  `;
}

/** Whether the last change is shown by the provider job. */
function isFetched({ change, options: { provider } }: Outcome): boolean {
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
