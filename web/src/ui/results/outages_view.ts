import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Coverage } from '../../types';
import { controls } from '../controls';
import { smallTable } from '../small_table';
import { counted, grouped, percentText } from '../text/amount';
import type { Place } from '../verdict/place';

/** The maximum number of rows shown. */
const maxRows = 2_000;

/** What is an outage, and whether outages are excluded from the gaps. */
export interface OutageChoice {
  /** The share of active videos without data above which a day is one; undefined: by the rule. */
  readonly share: number | undefined;
  readonly excluded: boolean;
}

/**
 * The days on which so many videos lack data that the collection failed. Fires `outages` with an
 * OutageChoice when the choice changes, and `place` with the videos missing on a day.
 */
export class OutagesView extends LitElement {
  static override styles = [
    controls,
    smallTable,
    css`
      :host {
        scroll-margin-top: 6.5rem;
      }

      label {
        display: inline-flex;
        align-items: baseline;
        gap: 0.4rem;
      }

      input[type='number'] {
        width: 4.5rem;
        text-align: end;
      }

      .choices {
        display: flex;
        flex-wrap: wrap;
        gap: 0.35rem 2rem;
        margin-block: 0.5rem;
      }

      .list {
        /* A partly visible row shows that there are more. */
        max-height: 17.6rem;
        margin-block: 0.5rem;
        overflow: auto;
      }

      th,
      td {
        text-align: end;
        white-space: nowrap;
      }

      tr > :first-child {
        text-align: start;
      }
    `,
  ];

  @property({ attribute: false }) coverage: Coverage | undefined;
  @property({ type: Boolean }) disabled = false;
  /** The choice, also until its coverage is available. */
  @state() private choice: OutageChoice = { share: undefined, excluded: false };

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('coverage')) return;
    const { outageShare: share, outagesExcluded: excluded = false } = this.coverage ?? {};
    this.choice = { share, excluded };
  }

  override render() {
    if (!this.coverage) return nothing;
    const { outages, outageShare } = this.coverage;
    const { share, excluded } = this.choice;
    const rule =
      outageShare === undefined
        ? 'Days with far more missing videos than the 60 days before and after.'
        : 'Days on which more than a fixed share of the expected videos is missing.';
    return html`
      <h2 tabindex="-1">Outages</h2>
      <p class="quiet">${rule} A video is expected until 28 days after its last data.</p>
      <p role="status">${outages.length === 0 ? 'None.' : `${counted(outages.length, 'outage day')}.`}</p>
      ${outages.length === 0 ? nothing : table(this.coverage, (date) => this.#show(date))}
      <div class="choices">
        <label>
          <input
            type="checkbox"
            .checked=${live(excluded)}
            ?disabled=${this.disabled}
            @change=${this.#toggled}
          />
          Exclude outages from gaps
        </label>
        <label>
          Fixed share
          <input
            type="number"
            min="1"
            max="100"
            step="any"
            placeholder="none"
            .value=${live(share === undefined ? '' : String(Number((share * 100).toPrecision(12))))}
            ?disabled=${this.disabled}
            @change=${this.#entered}
          />
          %
        </label>
      </div>
    `;
  }

  override focus(): void {
    this.renderRoot.querySelector('h2')?.focus({ preventScroll: true });
  }

  #entered(event: Event): void {
    const input = event.target as HTMLInputElement;
    if (!input.checkValidity()) {
      input.reportValidity();
      return;
    }
    const share = input.value === '' ? undefined : input.valueAsNumber / 100;
    this.#choose({ ...this.choice, share });
  }

  #toggled(event: Event): void {
    const excluded = (event.target as HTMLInputElement).checked;
    this.#choose({ ...this.choice, excluded });
  }

  /** Shows the videos without data on a day; excluded days are in no gap. */
  #show(date: string): void {
    const detail: Place = { tab: 'gaps', kind: 'gapsDates', first: date, last: date };
    this.dispatchEvent(new CustomEvent('place', { detail, bubbles: true, composed: true }));
  }

  #choose(detail: OutageChoice): void {
    this.choice = detail;
    this.dispatchEvent(new CustomEvent('outages', { detail, bubbles: true, composed: true }));
  }
}

function table({ outages, outagesExcluded }: Coverage, show: (date: string) => void) {
  return html`
    <div class="list" tabindex="0" role="region" aria-label="Outages">
      <table>
        <thead>
          <tr>
            ${['Date', 'Missing', 'Expected', 'Share'].map((head) => html`<th scope="col">${head}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${outages.slice(0, maxRows).map(
            ({ date, missing, active, share }) => html`
              <tr>
                <td>${outagesExcluded ? date : dayButton(date, show)}</td>
                <td>${grouped(missing)}</td>
                <td>${grouped(active)}</td>
                <td>${percentText(share)}</td>
              </tr>
            `,
          )}
        </tbody>
      </table>
      ${outages.length > maxRows ? html`<p class="quiet">The first ${grouped(maxRows)} of ${grouped(outages.length)}.</p>` : nothing}
    </div>
  `;
}

function dayButton(date: string, show: (date: string) => void) {
  return html`<button class="link" title="Show the missing videos" @click=${() => show(date)}>${date}</button>`;
}
