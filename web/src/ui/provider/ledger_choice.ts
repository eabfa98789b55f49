import { html } from 'lit';
import type { LedgerAbout, LedgerUse } from '../../types/snapshot';
import { counted } from '../text/amount';

/** Asks whether a job resumes from the answers in this browser. */
export function ledgerChoice(
  { runDate, known }: LedgerAbout,
  chosen: LedgerUse,
  choose: (use: LedgerUse) => void,
) {
  const choice = (use: LedgerUse, text: string) => html`
    <label>
      <input type="radio" name="use" .checked=${chosen === use} @change=${() => choose(use)} />
      ${text}
    </label>
  `;
  return html`
    <fieldset>
      <legend>This browser has a ledger of ${runDate} with ${counted(known, 'answer')} of this provider.</legend>
      ${choice('resume', `Go on with it: nothing that it knows is asked again, and the snapshot is dated ${runDate}`)}
      ${choice('restart', 'Begin anew, and forget it')}
    </fieldset>
  `;
}
