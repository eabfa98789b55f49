import { html } from 'lit';
import type { ResultKind } from '../../types';
import { gapForms, kindTexts } from './kinds';
import type { Tab } from './tab';

export type { Tab };

/** The tabs in order. */
export const tabs: readonly Tab[] = [
  'overview',
  'channels',
  'monthly',
  'gaps',
  'snapshot',
  'unanswered',
  'combined',
  'diagnostics',
];

/** The titles of the tabs that are not named after one result. */
export const titles: Partial<Record<Tab, string>> = {
  overview: 'Overview',
  channels: 'Channels',
  gaps: 'Gaps',
  diagnostics: 'Data quality',
};

/**
 * Renders the forms of the gaps, one of which is chosen.
 *
 * These are not radio buttons: Chromium keeps removed radio buttons of a shadow root in memory, and
 * with them the results beside them.
 */
export function gapFormsView(chosen: ResultKind, choose: (kind: ResultKind) => void) {
  return html`
    <div role="group" aria-label="Form of the gaps" class="forms">
      ${gapForms.map(
        (kind) => html`
          <button aria-pressed=${kind === chosen ? 'true' : 'false'} @click=${() => choose(kind)}>
            ${kindTexts[kind].title}
          </button>
        `,
      )}
    </div>
  `;
}
