import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { IssuePlace, IssueRow } from '../../types/issue_row';
import { visible } from '../../visible';
import { controls } from '../controls';
import { alertOf } from '../messages/problem_text';
import { grouped } from '../text/amount';
import { cellText } from '../text/cell';

const heads = ['Row', 'Channel', 'Video', 'Upload date', 'Date', 'Views'];

/** Examples of rows with an issue of one file, read when they are shown. */
export class ExamplesView extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        padding-block: 0.35rem;
      }

      .rows {
        overflow-x: auto;
      }

      table {
        border-collapse: collapse;
      }

      th,
      td {
        padding: 0.1rem 1.25rem 0.1rem 0;
        font-weight: 400;
        text-align: start;
        white-space: nowrap;
      }

      th {
        color: var(--quiet);
      }

      .number {
        text-align: end;
      }
    `,
  ];

  @property({ attribute: false }) place: IssuePlace | undefined;
  @property() heading = '';
  @property({ attribute: false }) read: ((place: IssuePlace) => Promise<IssueRow[]>) | undefined;
  @state() private rows: readonly IssueRow[] | undefined;
  @state() private failure: unknown;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('place')) void this.#refresh();
  }

  override render() {
    const { rows, place, failure, heading } = this;
    if (!place) return nothing;
    if (failure) return alertOf(failure);
    if (!rows)
      return html`<p class="quiet" role="status">Reading row group ${grouped(place.rowGroup)} again…</p>`;
    if (rows.length === 0) return html`<p role="status">The file has changed.</p>`;
    const all = place.unreadable ? [...heads, 'Raw value'] : heads;
    return html`
      <p>
        ${heading}; <span class="quiet">row group ${grouped(place.rowGroup)}, rows from 0</span>
      </p>
      <div class="rows" tabindex="0" role="region" aria-label="Examples: ${heading}">
        <table translate="no">
          <thead><tr>${all.map((head) => html`<th scope="col" class=${numeric(head)}>${head}</th>`)}</tr></thead>
          <tbody>
            ${rows.map(
              ({ row, cells, value }) => html`
                <tr>
                  <td class="number">${grouped(row)}</td>
                  ${cells.map(
                    (cell, at) => html`
                      <td class=${numeric(heads[at + 1])}>${cell === null ? html`<span class="quiet">null</span>` : cellText(cell)}</td>
                    `,
                  )}
                  ${place.unreadable ? html`<td><code>${visible(JSON.stringify(value))}</code></td>` : nothing}
                </tr>
              `,
            )}
          </tbody>
        </table>
      </div>
    `;
  }

  async #refresh(): Promise<void> {
    const { place, read } = this;
    if (!place || !read) return;
    this.rows = undefined;
    this.failure = undefined;
    try {
      const rows = await read(place);
      if (place === this.place) this.rows = rows;
    } catch (thrown) {
      if (place === this.place) this.failure = thrown;
    }
  }
}

function numeric(head: string | undefined): string {
  return head === 'Row' || head === 'Views' ? 'number' : '';
}
