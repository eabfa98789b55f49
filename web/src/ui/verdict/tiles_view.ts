import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Outcome, Overview } from '../../types';
import { controls } from '../controls';
import { findingText } from './finding';
import type { Place } from './place';
import { type Tile, tilesOf } from './tiles';

/** The conclusions of a run, each a link to the rows behind it; fires `place` with a Place. */
export class TilesView extends LitElement {
  static override styles = [
    controls,
    css`
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 11.5rem), 1fr));
        gap: 0.5rem;
        margin: 0;
        padding: 0;
        list-style: none;
      }

      button {
        display: grid;
        align-content: start;
        gap: 0.1rem;
        width: 100%;
        height: 100%;
        padding: 0.6rem 0.75rem;
        border-color: var(--line);
        border-block-start: 3px solid var(--tone);
        text-align: start;
      }

      .plain {
        --tone: var(--accent);
      }

      .good {
        --tone: var(--accent);
      }

      .warn {
        --tone: var(--warn);
      }

      .bad {
        --tone: var(--bad);
      }

      strong {
        font-size: 1.25rem;
        font-weight: 650;
        letter-spacing: -0.01em;
        white-space: nowrap;
      }

      .bad strong {
        color: var(--bad);
      }

      small {
        color: var(--quiet);
        font-size: 0.75rem;
      }

      @media (max-width: 30rem) {
        ul {
          grid-template-columns: repeat(2, minmax(0, 1fr));
        }
      }
    `,
  ];

  @property({ attribute: false }) outcome: Outcome | undefined;
  /** Adds up the months; the same promise as long as the data is the same. */
  @property({ attribute: false }) load: (() => Promise<Overview>) | undefined;
  @state() private overview: Overview | 'pending' | 'failed' = 'pending';
  /** What is announced when the conclusions are complete. */
  @state() private finding = '';
  #loading: Promise<Overview> | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('outcome')) void this.#refresh();
  }

  override render() {
    const { outcome, overview } = this;
    if (!outcome) return nothing;
    return html`
      <ul aria-label="Conclusions">
        ${tilesOf(outcome, overview).map((tile) => html`<li>${this.#tile(tile)}</li>`)}
      </ul>
      <p class="unseen" role="status">${this.finding}</p>
    `;
  }

  #tile({ id, value, label, detail, tone, place }: Tile) {
    return html`
      <button id=${id} class=${tone} @click=${() => this.#go(place)}>
        <span><strong>${value}</strong> ${label}</span>
        ${detail ? html`<small>${detail}</small>` : nothing}
      </button>
    `;
  }

  #go(detail: Place): void {
    this.dispatchEvent(new CustomEvent('place', { detail, bubbles: true, composed: true }));
  }

  async #refresh(): Promise<void> {
    const { outcome, load } = this;
    if (!outcome || !load || outcome.updating === 'gaps') return;
    const loading = load();
    if (loading === this.#loading) return;
    this.#loading = loading;
    // Without it there is one tile fewer; the overview shows why.
    const found = await loading.catch(() => 'failed' as const);
    if (loading !== this.#loading) return;
    this.overview = found;
    this.finding = findingText(outcome);
  }
}
