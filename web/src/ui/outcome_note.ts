import { html, nothing } from 'lit';
import type { Change, Dataset, Outcome } from '../types';
import { byteText, counted, spanText } from './text/amount';
import { endDateNote, lifetimeNote } from './text/coverage';

/** A sentence on what the results are of, and whether files are missing from them. */
export function outcomeNote(outcome: Outcome, { plan, files }: Dataset) {
  const left = files - plan.files.length;
  const { change, seconds, reads, spilled } = outcome;
  return html`
    <p class="note" role="status">
      ${counted(plan.rows, 'row')} of ${counted(plan.files.length, 'file')} in ${spanText(seconds)},
      ${byteText(reads.bytes)} read${spilled > 0 ? `, ${byteText(spilled)} put on disk meanwhile` : ''}.
      ${
        left > 0
          ? html`<strong>${counted(left, 'file is', 'files are')} left out of every result.</strong>`
          : nothing
      }
      ${warnings(outcome).map((warning) => html`<strong>${warning}</strong> `)}
      ${change && !isAsked(outcome) ? changeText(change, outcome) : nothing}
    </p>
  `;
}

/** Whether what changed last is told where a provider is asked. */
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

/** What makes the results other than they seem. */
function warnings({ diagnostics }: Outcome): string[] {
  const found = [lifetimeNote(diagnostics), endDateNote(diagnostics)];
  return found.filter((warning) => warning !== undefined);
}

function without({ coverage }: Outcome['diagnostics']): string {
  return coverage?.outagesExcluded ? `, without ${counted(coverage.outages.length, 'outage')}` : '';
}
