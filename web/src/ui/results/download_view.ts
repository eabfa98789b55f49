import { css, html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import type { Download } from '../../types';
import { controls } from '../controls';
import { problemView } from '../messages/problem_text';
import { byteText, counted, grouped } from '../text/amount';

/** The progress of a download, or how it ended; fires `cancel-download`. */
export class DownloadView extends LitElement {
  static override styles = [
    controls,
    css`
      div {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        align-items: center;
        gap: 0.3rem var(--space);
        padding: 0.4rem var(--space);
        border: 1px solid var(--line);
        border-radius: var(--round);
        background: var(--surface);
      }

      .failed {
        border-color: var(--bad);
        background: var(--bad-wash);
      }

      progress {
        grid-column: 1 / -1;
      }
    `,
  ];

  @property({ attribute: false }) download: Download | undefined;

  override render() {
    const { download } = this;
    if (!download) return nothing;
    const { name } = download;
    switch (download.stage) {
      case 'writing': {
        const { rows, totalRows, bytes } = download;
        const cancel = () => this.dispatchEvent(new Event('cancel-download'));
        return html`
          <div>
            <span>
              Writing ${name}
              <span class="quiet">${grouped(rows)} of ${counted(totalRows, 'row')}, ${byteText(bytes)}</span>
            </span>
            <button @click=${cancel}>Cancel export</button>
            <progress aria-label="Writing ${name}" max=${Math.max(1, totalRows)} .value=${rows}></progress>
          </div>
        `;
      }
      case 'saved':
        return html`<div role="status">Saved ${name} (${byteText(download.bytes)})</div>`;
      case 'cancelled':
        return html`<div role="status">Cancelled: ${name}</div>`;
      case 'failed':
        return html`<div class="failed" role="alert">${problemView({ message: `Could not save ${name}. ${download.message}` })}</div>`;
    }
  }
}
