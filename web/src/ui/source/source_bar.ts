import { css, html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import type { Dataset } from '../../types';
import { visible } from '../../visible';
import { controls } from '../controls';
import type { FormStage } from '../setup/options_form';
import { byteText, compact, counted } from '../text/amount';

/**
 * One line about the open data, and what can be done with it. Fires `toggle` to show or hide the
 * set-up, `run` to analyze, and `other` to open other data.
 */
export class SourceBar extends LitElement {
  static override styles = [
    controls,
    css`
      section {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.35rem 1rem;
        padding: 0.45rem 0.75rem;
        border: 1px solid var(--line);
        border-radius: var(--round);
        background: var(--surface);
      }

      ul {
        flex: 1 1 20rem;
        display: flex;
        flex-wrap: wrap;
        gap: 0.1rem 1rem;
        min-width: 0;
        margin: 0;
        padding: 0;
        list-style: none;
        color: var(--quiet);
      }

      .name {
        max-width: 100%;
        overflow: hidden;
        color: var(--ink);
        font-weight: 600;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .question {
        color: var(--bad);
        font-weight: 600;
      }

      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 0.35rem;
      }
    `,
  ];

  @property({ attribute: false }) input: Dataset | undefined;
  /** Whether the set-up is shown. */
  @property({ type: Boolean }) open = false;
  /** Whether other data can be chosen now. */
  @property({ type: Boolean }) other = false;
  /** Whether the user may change the set-up. */
  @property({ type: Boolean }) changes = false;
  /** Whether the user may open other data. */
  @property({ type: Boolean }) opens = false;
  @property({ attribute: false }) stage: FormStage = 'waiting';
  /** How many columns have first values that cannot be read. */
  @property({ attribute: false }) unread = 0;
  /** The zone in which timestamps become days. */
  @property() timezone = '';

  override render() {
    const { input, open, stage, unread } = this;
    if (!input) return nothing;
    const { plan, files } = input;
    const used = plan.files.length;
    const questions = plan.questions.length;
    // Never removed or disabled during a run, because it would lose the focus.
    const canRun = stage === 'ready' || stage === 'done';
    return html`
      <section part="toolbar" aria-label="Open data">
        <ul>
          <li class="name" translate="no" title=${visible(input.name)}>${visible(input.name)}</li>
          <li>${used === files ? counted(files, 'file') : `${used} of ${counted(files, 'file')} used`}</li>
          <li>${compact(plan.rows)} ${plan.rows === 1 ? 'row' : 'rows'}</li>
          <li>${byteText(plan.bytes)}</li>
          ${plan.firstDay && plan.lastDay ? html`<li>${plan.firstDay} – ${plan.lastDay}</li>` : nothing}
          <li class=${questions + unread > 0 ? 'question' : ''}>
            ${questions > 0 ? `${counted(questions, 'column')} to match` : unread > 0 ? `${counted(unread, 'column')} to check` : 'columns ✓'}
          </li>
          <li translate="no">${this.timezone || 'UTC'}</li>
        </ul>
        <div class="buttons">
          ${
            this.changes
              ? html`<button part="button" aria-expanded=${open ? 'true' : 'false'} @click=${() => this.#fire('toggle')}>
                  ${open ? 'Hide set-up' : 'Change'}
                </button>`
              : nothing
          }
          ${
            this.opens
              ? html`<button part="button" aria-expanded=${this.other ? 'true' : 'false'} @click=${() => this.#fire('other')}>
                  Open other data
                </button>`
              : nothing
          }
          <button
            part="button"
            class=${stage === 'done' ? '' : 'main'}
            aria-disabled=${canRun ? 'false' : 'true'}
            @click=${() => canRun && this.#fire('run')}
          >
            ${stage === 'done' ? 'Analyze again' : 'Analyze'}
          </button>
        </div>
      </section>
    `;
  }

  #fire(name: 'toggle' | 'run' | 'other'): void {
    this.dispatchEvent(new Event(name));
  }
}
