import { html, nothing } from 'lit';
import type { Figure } from './figures/figure';

/** The maximum number of rows of numbers shown. */
const maxRows = 2_000;

/** Renders the numbers of a figure as a table. */
export function numbersView({ title, heads, rows }: Pick<Figure, 'title' | 'heads' | 'rows'>) {
  return html`
    <div class="numbers" tabindex="0" role="region" aria-label="${title}, numbers">
      <table>
        <thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
        <tbody>
          ${rows.slice(0, maxRows).map(
            ([first, ...rest]) => html`
              <tr><th scope="row">${first}</th>${rest.map((text) => html`<td>${text}</td>`)}</tr>
            `,
          )}
        </tbody>
      </table>
      ${rows.length > maxRows ? html`<p class="quiet">The first ${maxRows} of ${rows.length}.</p>` : nothing}
    </div>
  `;
}
