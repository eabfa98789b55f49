import { html } from 'lit';
import type { ResultKind } from '../../types';
import { gapForms, kindTexts } from './kinds';

/** Renders the forms of the gaps, one of which is chosen. */
export function gapFormsView(chosen: ResultKind, choose: (kind: ResultKind) => void) {
  return html`
    <div role="radiogroup" aria-label="Form of the gaps" class="forms">
      ${gapForms.map(
        (kind) => html`
          <label class=${kind === chosen ? 'chosen' : ''}>
            <input
              type="radio"
              name="form"
              class="unseen"
              .checked=${kind === chosen}
              @change=${() => choose(kind)}
            />
            ${kindTexts[kind].title}
          </label>
        `,
      )}
    </div>
  `;
}
