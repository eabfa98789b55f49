import { html } from 'lit';
import type { HeatMap } from './heat_map';
import { rowHeight } from './paint_heat';

/** A cell of a heat map by its indexes. */
export interface CellRef {
  readonly row: number;
  readonly column: number;
}

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
export function cursor(map: HeatMap, { row, column }: CellRef) {
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

/** Returns the cell that a key leads to; undefined for other keys. */
export function moved(key: string, { row, column }: CellRef, map: HeatMap): CellRef | undefined {
  const targets: Record<string, CellRef> = {
    ArrowRight: { row, column: column + 1 },
    ArrowLeft: { row, column: column - 1 },
    ArrowDown: { row: row + 1, column },
    ArrowUp: { row: row - 1, column },
    PageDown: { row: row + 10, column },
    PageUp: { row: row - 10, column },
    Home: { row, column: 0 },
    End: { row, column: map.spans.length - 1 },
  };
  const target = targets[key];
  const within = (value: number, length: number) => Math.min(Math.max(value, 0), length - 1);
  return (
    target && {
      row: within(target.row, map.channels.length),
      column: within(target.column, map.spans.length),
    }
  );
}
