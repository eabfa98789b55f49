import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import { dayText } from '../../day';
import type { Outcome, Overview } from '../../types';
import type { ChannelFinder } from '../../types/channels';
import { controls } from '../controls';
import { alertOf } from '../messages/problem_text';
import { coverageNotes } from '../text/coverage';
import type { Place } from '../verdict/place';
import type { Figure } from './figures/figure';
import { lengthsFigure } from './figures/lengths_figure';
import { missingFigure } from './figures/missing_figure';
import { viewsFigure } from './figures/views_figure';

type Figures = Readonly<Record<'missing' | 'views' | 'lengths', Figure>>;

/** Charts of all videos together. */
export class OverviewView extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        padding: var(--space);
      }

      .figures {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 34rem), 1fr));
        gap: 1.5rem 2.5rem;
      }

      .wide {
        grid-column: 1 / -1;
      }
    `,
  ];

  @property({ attribute: false }) outcome: Outcome | undefined;
  /** Adds up the charts' data; the same promise as long as the data is the same. */
  @property({ attribute: false }) load: (() => Promise<Overview>) | undefined;
  @property({ attribute: false }) channels: ChannelFinder | undefined;
  @state() private found: Figures | undefined;
  @state() private failure: unknown;
  /** The promise of `found`. */
  #loading: Promise<Overview> | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('outcome')) void this.#refresh();
  }

  override render() {
    const { outcome, found, failure } = this;
    if (!outcome) return nothing;
    if (failure) return alertOf(failure);
    if (!found) return html`<p role="status" class="quiet">Adding up all videos…</p>`;
    const { counts } = outcome;
    return html`
      <div class="figures">
        ${
          counts.has('gapsRanges')
            ? html`
                ${this.#notes(outcome)}
                <day-tally-plot
                  class="wide"
                  .figure=${found.missing}
                  @pick=${({ detail: [day] }: CustomEvent<[number]>) => this.#days(day, day)}
                  @range=${({ detail }: CustomEvent<[number, number]>) => this.#days(...detail)}
                ></day-tally-plot>
                <day-tally-outages
                  class="wide"
                  .coverage=${outcome.diagnostics.coverage}
                  ?disabled=${outcome.updating !== undefined}
                ></day-tally-outages>
                <day-tally-heat
                  class="wide"
                  .outcome=${outcome}
                  .channels=${this.channels}
                ></day-tally-heat>
              `
            : nothing
        }
        ${
          counts.has('monthly')
            ? html`<day-tally-plot .figure=${found.views}></day-tally-plot>`
            : nothing
        }
        ${
          counts.has('gapsRanges')
            ? html`<day-tally-plot .figure=${found.lengths}></day-tally-plot>`
            : nothing
        }
      </div>
    `;
  }

  /** Scrolls to the outages once they are shown, and focuses them. */
  async reveal(): Promise<void> {
    await this.load?.().catch(() => undefined);
    await this.updateComplete;
    const outages = this.renderRoot.querySelector<HTMLElement>('day-tally-outages');
    outages?.scrollIntoView();
    outages?.focus();
  }

  /** Renders what the tiles do not count. */
  #notes({ diagnostics }: Outcome) {
    const notes = coverageNotes(diagnostics);
    if (notes.length === 0) return nothing;
    return html`<div class="wide">${notes.map((note) => html`<p>${note}</p>`)}</div>`;
  }

  /** Shows the videos without data on some days. */
  #days(first: number, last: number): void {
    const days = { first: dayText(first), last: dayText(last) };
    const kind = first === last ? 'gapsDates' : 'gapsRanges';
    const detail: Place = { tab: 'gaps', kind, ...days };
    this.dispatchEvent(new CustomEvent('place', { detail, bubbles: true, composed: true }));
  }

  /** Adds up again when the results change. */
  async #refresh(): Promise<void> {
    const { outcome, load } = this;
    if (!outcome || !load || outcome.updating === 'gaps') return;
    const loading = load();
    if (loading === this.#loading) return;
    this.#loading = loading;
    this.failure = undefined;
    try {
      const found = await loading;
      if (loading !== this.#loading) return;
      this.found = {
        missing: missingFigure(found, outcome.diagnostics.coverage?.outages),
        views: viewsFigure(found, outcome.diagnostics),
        lengths: lengthsFigure(found),
      };
    } catch (thrown) {
      if (loading === this.#loading) this.failure = thrown;
    }
  }
}
