import { css, html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import type { Format, ResultKind } from '../types';
import { controls } from './controls';
import { formatTexts } from './kinds';

/** Which result is to be saved, and as what. */
export interface DownloadRequest {
  readonly kind: ResultKind;
  readonly format: Format;
}

const formats: readonly Format[] = ['parquet', 'csv', 'spreadsheet.csv', 'arrow', 'arrows'];
/** Lines that a spreadsheet opens, the head among them. */
const spreadsheetLines = 1_048_576;

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
  /** How many rows it has. */
  @property({ type: Number }) rows = 0;
  @property({ type: Boolean }) disabled = false;

  override render() {
    return html`
      <div role="group" aria-label="Download">
        <span class="quiet">Download</span>
        ${formats.map(
          (format) => html`
            <button
              ?disabled=${this.disabled}
              title=${format === 'spreadsheet.csv' ? changed : nothing}
              @click=${() => this.#fire(format)}
            >
              ${formatTexts[format]}
            </button>
          `,
        )}
        ${
          this.rows >= spreadsheetLines
            ? html`<span class="quiet">A spreadsheet opens only the first 1,048,575 rows of a CSV.</span>`
            : nothing
        }
      </div>
    `;
  }

  #fire(format: Format): void {
    const detail: DownloadRequest = { kind: this.kind, format };
    this.dispatchEvent(new CustomEvent('download', { detail, bubbles: true, composed: true }));
  }
}

const changed =
  'The text is changed: an apostrophe stands before what a spreadsheet would take for a formula, ' +
  'as an id that begins with -.';
