import { css, html, LitElement } from 'lit';
import { property } from 'lit/decorators.js';
import { controls } from './controls';

/** Fired with the files of a picker. */
export type PickedEvent = CustomEvent<File[]>;

/** Where files are dropped or picked; `picked` and `sample` tell which. */
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
    `,
  ];

  /** Whether files are chosen already. */
  @property({ type: Boolean }) compact = false;
  /** Whether something is being dragged over the page. */
  @property({ type: Boolean }) over = false;

  override render() {
    const kinds = `zone ${this.compact ? 'compact' : ''} ${this.over ? 'over' : ''}`;
    return html`
      <div class=${kinds}>
        <p>
          <strong>${this.compact ? 'Drop other files or a folder' : 'Drop Parquet files or a folder here'}</strong>
          <span class="quiet">They are read in place. Nothing is sent anywhere.</span>
        </p>
        <button class=${this.compact ? '' : 'main'} @click=${() => this.#open('files')}>
          Choose files
        </button>
        <button @click=${() => this.#open('folder')}>Choose a folder</button>
        <button @click=${() => this.dispatchEvent(new Event('sample'))}>
          Try it with sample data
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
      </div>
    `;
  }

  #open(id: string): void {
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
