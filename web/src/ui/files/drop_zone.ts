import { css, html, LitElement, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { UrlCheck } from '../../types';
import { controls } from '../controls';
import { defineOnce } from '../define_once';
import type { UrlsEvent } from './urls_form';

/** Fired with the files of a picker. */
export type PickedEvent = CustomEvent<File[]>;

/** Fired before a picker opens; if it is cancelled, none opens. */
export type ChooseEvent = CustomEvent<'files' | 'folder'>;

/** Takes dropped or picked files, or URLs; fires `choose`, `picked`, `urls` and `sample`. */
export class DropZone extends LitElement {
  static override styles = [
    controls,
    css`
      .zone {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: center;
        gap: 0.5rem;
        padding: 2.5rem 1rem;
        border: 1px dashed var(--field);
        border-radius: var(--round);
        background: var(--surface);
        text-align: center;
      }

      .zone.over {
        border-color: var(--accent);
        background: var(--accent-wash);
      }

      .zone.compact {
        justify-content: start;
        padding: 0.5rem 0.75rem;
        text-align: start;
      }

      p {
        flex: 1 0 100%;
        margin-bottom: 0.5rem;
      }

      .compact p {
        flex: 1 1 12rem;
        margin: 0;
      }

      strong {
        display: block;
        font-size: 1.0625rem;
        font-weight: 600;
      }

      .compact strong {
        font-size: inherit;
      }

      day-tally-urls {
        flex: 1 0 100%;
        margin-top: 0.25rem;
      }
    `,
  ];

  /** Whether files are already chosen. */
  @property({ type: Boolean }) compact = false;
  /** Whether something is being dragged over the page. */
  @property({ type: Boolean }) over = false;
  /** Parses the entered URLs. */
  @property({ attribute: false }) check: ((text: string) => UrlCheck) | undefined;
  @state() private urls: 'unseen' | 'closed' | 'open' = 'unseen';

  override render() {
    const kinds = `zone ${this.compact ? 'compact' : ''} ${this.over ? 'over' : ''}`;
    return html`
      <div part="drop-zone" class=${kinds}>
        <p>
          <strong>${this.compact ? 'Open other data' : 'Drop a folder or Parquet files'}</strong>
          <span class="quiet">Read in this tab. Nothing is uploaded.</span>
        </p>
        <button part="button" class=${this.compact || this.urls === 'open' ? '' : 'main'} @click=${() => this.#open('files')}>
          Choose files
        </button>
        <button part="button" @click=${() => this.#open('folder')}>Choose folder</button>
        <button
          part="button"
          id="urls"
          aria-expanded=${this.urls === 'open'}
          @click=${this.#toggleUrls}
        >
          Open URL
        </button>
        <button part="button" @click=${() => this.dispatchEvent(new Event('sample'))}>
          Use sample data
        </button>
        <input id="files" type="file" multiple hidden aria-label="Files" @change=${this.#picked} />
        <input
          id="folder"
          type="file"
          webkitdirectory
          hidden
          aria-label="Folder"
          @change=${this.#picked}
        />
        ${this.#urlsForm()}
      </div>
    `;
  }

  #urlsForm() {
    if (this.urls === 'unseen') return nothing;
    return html`
      <day-tally-urls
        ?hidden=${this.urls === 'closed'}
        .check=${this.check}
        @urls=${this.#named}
        @close=${this.#closeUrls}
      ></day-tally-urls>
    `;
  }

  async #toggleUrls(): Promise<void> {
    if (this.urls === 'open') return this.#closeUrls();
    const { UrlsForm } = await import('./urls_form');
    defineOnce('day-tally-urls', UrlsForm);
    this.urls = 'open';
    await this.updateComplete;
    const form = this.renderRoot.querySelector('day-tally-urls');
    if (form instanceof UrlsForm) await form.updateComplete.then(() => form.focus());
  }

  #closeUrls(): void {
    this.urls = 'closed';
    this.renderRoot.querySelector<HTMLElement>('#urls')?.focus();
  }

  #named({ detail }: UrlsEvent): void {
    this.#closeUrls();
    this.dispatchEvent(new CustomEvent('urls', { detail }));
  }

  #open(id: ChooseEvent['detail']): void {
    const choose: ChooseEvent = new CustomEvent('choose', { detail: id, cancelable: true });
    if (!this.dispatchEvent(choose)) return;
    this.renderRoot.querySelector<HTMLInputElement>(`#${id}`)?.click();
  }

  #picked(event: Event): void {
    const input = event.currentTarget;
    if (!(input instanceof HTMLInputElement)) return;
    const files = Array.from(input.files ?? []);
    // So that the same files can be picked again after they were changed.
    input.value = '';
    if (files.length > 0) this.dispatchEvent(new CustomEvent('picked', { detail: files }));
  }
}
