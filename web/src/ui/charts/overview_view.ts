import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Outcome, Overview } from '../../types';
import type { VideoFinder } from '../../types/video_finder';
import { controls } from '../controls';
import { defineLazily } from '../lazily';
import { coverageNotes, endDateNote } from '../text/coverage';
import { type Figure, lengthsFigure, missingFigure, viewsFigure } from './figures';

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
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr));
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
  @property({ attribute: false }) videos: VideoFinder | undefined;
  /** The video whose days are shown; if empty, the view chooses one. */
  @property() video = '';
  @state() private found: Figures | undefined;
  @state() private failure = '';
  /** The promise of `found`. */
  #loading: Promise<Overview> | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('outcome')) void this.#refresh();
  }

  override render() {
    const { outcome, found, failure } = this;
    if (!outcome) return nothing;
    if (failure) return html`<p role="alert">${failure}</p>`;
    if (!found) return html`<p role="status" class="quiet">Adding up all videos…</p>`;
    const { counts } = outcome;
    return html`
      <div class="figures">
        ${
          counts.has('gapsRanges')
            ? html`
                ${this.#notes(outcome)}
                <day-tally-plot class="wide" .figure=${found.missing}></day-tally-plot>
                <day-tally-outages
                  class="wide"
                  .coverage=${outcome.diagnostics.coverage}
                  ?disabled=${outcome.updating !== undefined}
                ></day-tally-outages>
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
        ${counts.has('gapsRanges') ? this.#calendar(outcome) : nothing}
      </div>
    `;
  }

  /** Renders completeness, stopped videos, and problems of the end date. */
  #notes({ diagnostics }: Outcome) {
    const warning = endDateNote(diagnostics);
    const notes = coverageNotes(diagnostics);
    if (!warning && notes.length === 0) return nothing;
    return html`
      <div class="wide">
        ${warning ? html`<p><strong>${warning}</strong></p>` : nothing}
        ${notes.map((note) => html`<p>${note}</p>`)}
      </div>
    `;
  }

  #calendar(outcome: Outcome) {
    defineLazily('day-tally-calendar', async () => {
      return (await import('../calendar/calendar_view')).CalendarView;
    });
    return html`
      <day-tally-calendar
        class="wide"
        .outcome=${outcome}
        .videos=${this.videos}
        .video=${this.video}
      ></day-tally-calendar>
    `;
  }

  /** Adds up again when the results change. */
  async #refresh(): Promise<void> {
    const { outcome, load } = this;
    if (!outcome || !load || outcome.updating === 'gaps') return;
    const loading = load();
    if (loading === this.#loading) return;
    this.#loading = loading;
    this.failure = '';
    try {
      const found = await loading;
      if (loading !== this.#loading) return;
      this.found = {
        missing: missingFigure(found),
        views: viewsFigure(found, outcome.diagnostics.lifetimeCounts),
        lengths: lengthsFigure(found),
      };
    } catch (thrown) {
      if (loading === this.#loading)
        this.failure = thrown instanceof Error ? thrown.message : String(thrown);
    }
  }
}
