import { html } from 'lit';
import type { HeatMap } from './heat_map';
import { rowHeight } from './paint_heat';

/** The meaning of the colours. */
export const legend = html`
  <ul class="legend" aria-label="Colours">
    <li><i class="data"></i>data</li>
    <li><i class="missing"></i>missing</li>
    <li><i class="outage"></i>missing in an outage</li>
    <li><i></i>not expected</li>
  </ul>
`;

/** Renders the frame of the cell that is read, and what is known of it. */
export function cursor(map: HeatMap, { row, column }: { row: number; column: number }) {
  const place = (column / map.spans.length) * 100;
  const side = place < 50 ? `inset-inline-start: ${place}%` : `inset-inline-end: ${100 - place}%`;
  return html`
    <span
      class="cursor"
      .style=${`inset-inline-start: ${place}%; width: ${100 / map.spans.length}%; top: ${row * rowHeight}px`}
    ></span>
    <div class="tip" aria-hidden="true" .style=${`${side}; top: ${(row + 1) * rowHeight + 4}px`}>
      ${map.about(row, column).map((line) => html`<span>${line}</span>`)}
    </div>
  `;
}
