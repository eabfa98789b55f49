import { css, html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import type { Warning } from '../../types';
import { visible } from '../../visible';
import { controls } from '../controls';
import { counted } from '../text/amount';
import { listStyles } from './problems_list';

/** The maximum number of files that a warning names. */
const named = 10;

/** Warnings about the results. */
export class WarningsView extends LitElement {
  static override styles = [
    controls,
    listStyles,
    css`
      ul {
        max-height: 18rem;
      }

      .files {
        color: var(--quiet);
      }
    `,
  ];

  @property({ attribute: false }) warnings: readonly Warning[] = [];

  override render() {
    const { warnings } = this;
    this.hidden = warnings.length === 0;
    if (this.hidden) return nothing;
    return html`
      <section aria-label="Warnings" role="status">
        <h2>${counted(warnings.length, 'warning')}</h2>
        <ul>
          ${warnings.map(({ message, files = [] }) => html`<li>${visible(message)}${filesText(files.filter((file) => !message.includes(file)))}</li>`)}
        </ul>
      </section>
    `;
  }
}

function filesText(files: readonly string[]) {
  if (files.length === 0) return nothing;
  const more = files.length - named;
  return html` <span class="files">
    ${visible(files.slice(0, named).join(', '))}${more > 0 ? ` and ${more} more` : nothing}
  </span>`;
}
