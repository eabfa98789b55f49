import { html } from 'lit';
import type { Cell, Column } from '../../types';
import { grouped } from '../text/amount';
import { cellText } from '../text/cell';
import type { CellRange } from './cell_range';
import type { RowsInView } from './rows_in_view';

/** Renders the rows in view, empty while they are read. */
export function bodyView(
  rows: RowsInView,
  columns: readonly Column[],
  first: number,
  count: number,
  range: CellRange | undefined,
) {
  return Array.from({ length: count }, (_, i) => {
    const row = first + i;
    const cells = rows.cells(row);
    return html`
      <tr role="row" aria-rowindex=${row + 2}>
        <th role="rowheader" scope="row" class="integer" aria-colindex="1">${grouped(row + 1)}</th>
        ${columns.map(({ type }, at) => cellView(type, cells?.[at], row, at, range))}
      </tr>
    `;
  });
}

function cellView(
  type: Column['type'],
  cell: Cell | undefined,
  row: number,
  column: number,
  range: CellRange | undefined,
) {
  const selected = range?.has(row, column) ?? false;
  const active = range?.isActive(row, column) ?? false;
  const text = cell === undefined ? '' : cell === null ? 'null' : cellText(cell);
  const marks = `${type}${cell === null ? ' null' : ''}${selected ? ' selected' : ''}${active ? ' active' : ''}`;
  return html`<td
    role="gridcell"
    id="cell-${row}-${column}"
    class=${marks}
    title=${text}
    aria-colindex=${column + 2}
    aria-selected=${selected ? 'true' : 'false'}
  >${text}</td>`;
}
