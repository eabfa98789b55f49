import { css, html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import type { Problem } from '../../types';
import { controls } from '../controls';
import { problemView } from './problem_text';

/**
 * Why a run stopped, and how to continue. Fires `skip` for a run without the named file, `newest`
 * for the newest version of a table, and `all` to read all of its files.
 */
export class FailureView extends LitElement {
  static override styles = [
    controls,
    css`
      section {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.5rem var(--space);
        padding: 0.6rem var(--space);
        border: 1px solid var(--bad);
        border-radius: var(--round);
        background: var(--bad-wash);
      }

      p {
        flex: 1 1 20rem;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) error: Problem | undefined;
  @property({ type: Boolean }) skippable = false;
  /** Whether it is a table, whose files can be read regardless of its log. */
  @property({ type: Boolean }) table = false;
  /** Whether a version of a table was requested. */
  @property({ type: Boolean }) older = false;

  override render() {
    if (!this.error) return nothing;
    return html`
      <section role="alert">
        <p>${problemView(this.error)}</p>
        ${
          this.skippable
            ? html`<button @click=${() => this.dispatchEvent(new Event('skip'))}>
                Skip this file and analyze
              </button>`
            : nothing
        }
        ${
          this.older
            ? html`<button @click=${() => this.dispatchEvent(new Event('newest'))}>
                Open newest version
              </button>`
            : nothing
        }
        ${
          this.table
            ? html`<button @click=${() => this.dispatchEvent(new Event('all'))}>
                Read all files
              </button>`
            : nothing
        }
      </section>
    `;
  }
}
