import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { RowSource } from '../../types';
import { controls } from '../controls';
import { copyText } from '../copy_text';
import { counted, grouped } from '../text/amount';
import type { CellRange } from './cell_range';

/** The maximum number of rows that are copied at once. */
const copiedRows = 100_000;

/** Shows which rows of a table are in view; fires `row` with the row to go to, from 0. */
export class TableFooter extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.2rem var(--space);
        min-height: 2.25rem;
        padding: 0.2rem 0.75rem;
        border-top: 1px solid var(--line);
        color: var(--quiet);
      }

      .waiting {
        flex: 1;
      }

      input {
        width: 8.5rem;
        margin-inline-start: 0.3rem;
        padding-block: 0.1rem;
      }

      button {
        padding-block: 0.1rem;
      }
    `,
  ];

  @property({ attribute: false }) length = 0;
  /** The first row in view, from 0. */
  @property({ attribute: false }) first = 0;
  /** Rows in view. */
  @property({ attribute: false }) count = 0;
  @property({ attribute: false }) range: CellRange | undefined;
  @property({ attribute: false }) source: RowSource | undefined;
  /** Whether rows are being read. */
  @property({ type: Boolean }) waiting = false;
  @state() private notice = '';

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('range')) this.notice = '';
  }

  override render() {
    const { length, first, count, range } = this;
    const view = `Rows ${grouped(first + 1)} to ${grouped(first + count)} of ${grouped(length)}`;
    return html`
      <span>${length === 0 ? 'No rows' : view}</span>
      <span class="waiting" aria-live="polite">${this.waiting ? 'Loading…' : this.notice}</span>
      ${
        range
          ? html`<button
              title="Ctrl/⌘+C. Shift extends the selection."
              @click=${this.copy}
            >
              Copy ${counted(range.cells, 'cell')}
            </button>`
          : nothing
      }
      ${
        length > 100
          ? html`<label>
              Go to row
              <input type="number" min="1" max=${length} @change=${this.#goTo} />
            </label>`
          : nothing
      }
    `;
  }

  /** Copies the cells of the range, with exact values separated by tabs. */
  async copy(): Promise<void> {
    const { range, source } = this;
    if (!range || !source) return;
    if (range.rows > copiedRows) {
      this.notice = `Copy up to ${grouped(copiedRows)} rows; export for more.`;
      return;
    }
    try {
      const rows = await source.rows(range.firstRow, range.firstRow + range.rows);
      await copyText(range.text(rows));
      this.notice = `Copied ${counted(range.cells, 'cell')}.`;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.notice = `Copying is blocked by the browser (${reason}).`;
    }
  }

  #goTo({ currentTarget }: Event): void {
    if (!(currentTarget instanceof HTMLInputElement) || !currentTarget.value) return;
    const detail = Number(currentTarget.value) - 1;
    this.dispatchEvent(new CustomEvent('row', { detail }));
  }
}
