import { css, html, LitElement } from 'lit';
import { property } from 'lit/decorators.js';
import type { Format, ResultKind } from '../types';
import { controls } from './controls';
import { formatTexts } from './kinds';

/** Which result is to be saved, and as what. */
export interface DownloadRequest {
  readonly kind: ResultKind;
  readonly format: Format;
}

const formats: readonly Format[] = ['parquet', 'csv', 'arrow', 'arrows'];

/** A button for each format of a result; fires `download`. */
export class DownloadMenu extends LitElement {
  static override styles = [
    controls,
    css`
      div {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.35rem;
      }

      button {
        padding-block: 0.15rem;
      }
    `,
  ];

  @property({ attribute: false }) kind: ResultKind = 'monthly';
  @property({ type: Boolean }) disabled = false;

  override render() {
    return html`
      <div role="group" aria-label="Download">
        <span class="quiet">Download</span>
        ${formats.map(
          (format) => html`
            <button ?disabled=${this.disabled} @click=${() => this.#fire(format)}>
              ${formatTexts[format]}
            </button>
          `,
        )}
      </div>
    `;
  }

  #fire(format: Format): void {
    const detail: DownloadRequest = { kind: this.kind, format };
    this.dispatchEvent(new CustomEvent('download', { detail, bubbles: true, composed: true }));
  }
}
