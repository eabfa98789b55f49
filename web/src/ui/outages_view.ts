import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { dayText } from '../day';
import type { Outage, Overview } from '../types';
import { controls } from './controls';
import { smallTable } from './small_table';
import { counted, grouped } from './text/amount';

/** Half of the videos. */
const usual = 0.5;

/** The share whose outages are to be left out of the gaps, if they are. */
export interface LeaveOut {
  readonly share: number | undefined;
}

/**
 * The days on which so many videos have no data that the collection failed, and not they. Fires
 * `leaveout` when they are to be left out of the gaps, or no longer.
 */
export class OutagesView extends LitElement {
  static override styles = [
    controls,
    smallTable,
    css`
      label {
        display: inline-flex;
        align-items: baseline;
        gap: 0.4rem;
      }

      input[type='number'] {
        width: 4.5rem;
        margin-inline: 0.25rem;
        text-align: end;
      }

      .list {
        max-height: 14rem;
        margin-block: 0.5rem;
        overflow: auto;
      }

      th,
      td {
        text-align: end;
      }

      tr > :nth-child(-n + 2) {
        text-align: start;
      }
    `,
  ];

  @property({ attribute: false }) overview: Overview | undefined;
  /** Finds the outages of a share. */
  @property({ attribute: false }) find:
    | ((overview: Overview, share: number) => Promise<readonly Outage[]>)
    | undefined;
  /** The share whose outages the gaps are without. */
  @property({ type: Number }) leftOut: number | undefined;
  @property({ type: Boolean }) disabled = false;
  @state() private share = usual;
  @state() private outages: readonly Outage[] | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('leftOut') && this.leftOut !== undefined) this.share = this.leftOut;
    if (changed.has('overview') || changed.has('leftOut')) void this.#refresh();
  }

  override render() {
    const { outages, share, leftOut } = this;
    if (!outages) return nothing;
    return html`
      <h2>Outages</h2>
      <p class="quiet">
        <label>
          Days on which the share of videos without data is above
          <input
            type="number"
            min="1"
            max="100"
            step="any"
            .value=${live(String(Number((share * 100).toPrecision(12))))}
            ?disabled=${this.disabled}
            @change=${this.#entered}
          />
          %
        </label>
      </p>
      <p class="quiet" role="status">
        ${outages.length === 0 ? 'There are none.' : `${counted(days(outages), 'day')}.`}
      </p>
      ${outages.length === 0 ? nothing : table(outages)}
      <label>
        <input
          type="checkbox"
          .checked=${leftOut !== undefined}
          ?disabled=${this.disabled || (outages.length === 0 && leftOut === undefined)}
          @change=${this.#toggled}
        />
        Leave them out of the gaps
      </label>
    `;
  }

  async #refresh(): Promise<void> {
    const { overview, find, share } = this;
    if (!overview || !find) return;
    try {
      const outages = await find(overview, share);
      if (overview === this.overview && share === this.share) this.outages = outages;
    } catch {
      // Other files were opened meanwhile; these outages are nobody's any more.
    }
  }

  #entered(event: Event): void {
    const input = event.target as HTMLInputElement;
    const share = input.valueAsNumber / 100;
    if (!(share > 0 && share <= 1)) {
      input.reportValidity();
      return;
    }
    this.share = share;
    if (this.leftOut === undefined) void this.#refresh();
    else this.#fire(share);
  }

  #toggled(event: Event): void {
    this.#fire((event.target as HTMLInputElement).checked ? this.share : undefined);
  }

  #fire(share: number | undefined): void {
    // An event's own detail would become null where it is undefined.
    const detail: LeaveOut = { share };
    this.dispatchEvent(new CustomEvent('leaveout', { detail, bubbles: true, composed: true }));
  }
}

function days(outages: readonly Outage[]): number {
  return outages.reduce((sum, { first, last }) => sum + last - first + 1, 0);
}

function table(outages: readonly Outage[]) {
  return html`
    <div class="list" tabindex="0" role="region" aria-label="Outages">
      <table>
        <thead>
          <tr>
            ${['From', 'To', 'Without data', 'Videos'].map((head) => html`<th scope="col">${head}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${outages.map(
            ({ first, last, missing, alive }) => html`
              <tr>
                <td>${dayText(first)}</td>
                <td>${dayText(last)}</td>
                <td>${grouped(missing)}</td>
                <td>${grouped(alive)}</td>
              </tr>
            `,
          )}
        </tbody>
      </table>
    </div>
  `;
}
