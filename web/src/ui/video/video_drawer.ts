import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Outcome } from '../../types';
import type { VideoFinder } from '../../types/video_finder';
import { visible } from '../../visible';
import { controls } from '../controls';
import { copyText } from '../copy_text';

/** One video beside the results; fires `video` with '' when it is closed. */
export class VideoDrawer extends LitElement {
  static override styles = [
    controls,
    css`
      dialog {
        inset-inline: auto 0;
        inset-block: 0;
        width: min(44rem, 100vw);
        max-width: none;
        height: 100dvh;
        max-height: none;
        margin: 0;
        padding: 1rem;
        border: 0;
        border-inline-start: 1px solid var(--field);
        background: var(--surface);
        color: inherit;
        overflow: auto;
      }

      dialog::backdrop {
        background: rgb(0 0 0 / 30%);
      }

      header {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.5rem 1rem;
        margin-bottom: 0.75rem;
      }

      h2 {
        flex: 1 1 14rem;
        margin: 0;
        font-size: 1.25rem;
        overflow-wrap: anywhere;
      }

      a {
        color: var(--accent);
      }
    `,
  ];

  @property({ attribute: false }) outcome: Outcome | undefined;
  @property({ attribute: false }) videos: VideoFinder | undefined;
  /** The id of the video; nothing is shown if it is empty. */
  @property() video = '';
  /** Makes the URL that shows a video; if absent, none can be copied. */
  @property({ attribute: false }) linkTo: ((video: string) => string) | undefined;
  @state() private copied = '';

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('video')) this.copied = '';
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('video')) return;
    const dialog = this.renderRoot.querySelector('dialog');
    if (this.video && dialog && !dialog.open) dialog.showModal();
    if (!this.video) dialog?.close();
  }

  override render() {
    const { outcome, video } = this;
    return html`
      <dialog aria-labelledby="title" @close=${this.#closed} @click=${this.#clicked}>
        ${
          outcome && video
            ? html`
                <header>
                  <h2 id="title">Video <code translate="no">${visible(video)}</code></h2>
                  ${isYouTube(video) ? youTubeLink(video) : nothing}
                  ${this.#linkView(video)}
                  <button @click=${() => this.renderRoot.querySelector('dialog')?.close()}>Close</button>
                </header>
                <day-tally-video-views
                  .outcome=${outcome}
                  .videos=${this.videos}
                  .video=${video}
                ></day-tally-video-views>
                <day-tally-calendar
                  .outcome=${outcome}
                  .videos=${this.videos}
                  .video=${video}
                ></day-tally-calendar>
              `
            : nothing
        }
      </dialog>
    `;
  }

  #linkView(video: string) {
    const { linkTo } = this;
    if (!linkTo) return nothing;
    return html`
      <span class="quiet" aria-live="polite">${this.copied}</span>
      <button title="The link has the video’s ID and no data." @click=${() => this.#copy(linkTo(video))}>
        Copy link
      </button>
    `;
  }

  async #copy(url: string): Promise<void> {
    this.copied = await copyText(url).then(
      () => 'Copied.',
      () => 'Copying is blocked by the browser.',
    );
  }

  #closed(): void {
    if (this.video)
      this.dispatchEvent(new CustomEvent('video', { detail: '', bubbles: true, composed: true }));
  }

  /** Closes on a click beside it. */
  #clicked(event: MouseEvent): void {
    const dialog = event.currentTarget as HTMLDialogElement;
    if (event.target === dialog && event.offsetX < 0) dialog.close();
  }
}

/** Whether an id has the form of YouTube's: 11 letters, digits, `-` or `_`. */
function isYouTube(video: string): boolean {
  return /^[\w-]{11}$/.test(video);
}

function youTubeLink(video: string) {
  const url = `https://www.youtube.com/watch?v=${video}`;
  return html`<a href=${url} target="_blank" rel="noopener noreferrer">Open on YouTube</a>`;
}
