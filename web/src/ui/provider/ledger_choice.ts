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
      <legend>${counted(known, 'answer')} from ${runDate} are saved in this browser.</legend>
      ${choice('resume', `Resume (keeps the date ${runDate})`)}
      ${choice('restart', 'Start over')}
    </fieldset>
  `;
}
