import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Outcome } from '../../types';
import type { VideoViews } from '../../types/channels';
import type { VideoFinder } from '../../types/video_finder';
import { controls } from '../controls';
import { alertOf } from '../messages/problem_text';
import { byteText, counted, grouped } from '../text/amount';
import { dailyFigure } from './daily_figure';

/** The maximum number of bytes of a run that are read again without a click. */
const freeBytes = 256 * 2 ** 20;

/** The views of one video over time, read again from the files. */
export class VideoViewsView extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        margin-bottom: 1.5rem;
      }

      .reading {
        display: flex;
        align-items: center;
        gap: var(--space);
      }

      progress {
        flex: 1;
      }
    `,
  ];

  @property({ attribute: false }) outcome: Outcome | undefined;
  @property({ attribute: false }) videos: VideoFinder | undefined;
  /** The id of the video. */
  @property() video = '';
  @state() private found: VideoViews | undefined;
  /** The share of the rows that was searched; undefined if nothing is read. */
  @state() private share: number | undefined;
  @state() private failure: unknown;
  #abort: AbortController | undefined;
  /** The reading of the files that `found` is of. */
  #of: Outcome['reads'] | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#abort?.abort();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { outcome, video } = this;
    if (!changed.has('video') && (!outcome || outcome.reads === this.#of)) return;
    this.#abort?.abort();
    this.#of = outcome?.reads;
    this.found = undefined;
    this.share = undefined;
    this.failure = undefined;
    if (outcome && video && outcome.reads.bytes <= freeBytes) void this.#read();
  }

  override render() {
    const { outcome, found, share, failure } = this;
    if (!outcome?.counts.has('monthly')) return nothing;
    if (failure) return alertOf(failure);
    if (share !== undefined) {
      return html`
        <div class="reading">
          <span class="quiet" role="status">Reading views by day…</span>
          <progress aria-label="Rows read" max="1" .value=${share}></progress>
          <button @click=${() => this.#abort?.abort()}>Cancel</button>
        </div>
      `;
    }
    if (!found) {
      return html`<button @click=${this.#read}>Views by day</button>
        <span class="quiet">Reads up to ${byteText(outcome.reads.bytes)} again.</span>`;
    }
    const { read, all } = found;
    return html`
      <day-tally-plot
        .figure=${dailyFigure(found, outcome.diagnostics.lifetimeCounts === 'yes')}
      ></day-tally-plot>
      <p class="quiet">
        Read from ${grouped(read.rowGroups)} of ${counted(all.rowGroups, 'row group')}
        (${grouped(read.rows)} of ${counted(all.rows, 'row')}).
      </p>
    `;
  }

  async #read(): Promise<void> {
    const { videos, video } = this;
    if (!videos) return;
    const abort = new AbortController();
    this.#abort = abort;
    this.share = 0;
    try {
      const found = await videos.views(video, {
        signal: abort.signal,
        onProgress: (share) => {
          if (!abort.signal.aborted) this.share = share;
        },
      });
      if (!abort.signal.aborted) this.found = found;
    } catch (thrown) {
      if (!abort.signal.aborted) this.failure = thrown;
    }
    if (this.#abort === abort) this.share = undefined;
  }
}
