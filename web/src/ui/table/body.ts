import { html, nothing } from 'lit';
import type { Cell, Column } from '../../types';
import { grouped } from '../text/amount';
import { cellText } from '../text/cell';
import type { CellRange, CellRef } from './cell_range';
import { hasBar, isId } from './column_texts';
import type { RowsInView } from './rows_in_view';

/** Renders the rows in view, empty while they are read. */
export function bodyView(
  rows: RowsInView,
  columns: readonly Column[],
  first: number,
  count: number,
  range: CellRange | undefined,
) {
  const most = columns.map((column, at) => (hasBar(column) ? rows.greatest(at) : undefined));
  return Array.from({ length: count }, (_, i) => {
    const row = first + i;
    const cells = rows.cells(row);
    return html`
      <tr role="row" aria-rowindex=${row + 2}>
        <th role="rowheader" scope="row" class="integer" aria-colindex="1">${grouped(row + 1)}</th>
        ${columns.map((column, at) => cellView(column, cells?.[at], { row, column: at }, range, most[at]))}
      </tr>
    `;
  });
}

function cellView(
  column: Column,
  cell: Cell | undefined,
  at: CellRef,
  range: CellRange | undefined,
  most: bigint | undefined,
) {
  const selected = range?.has(at.row, at.column) ?? false;
  const active = range?.isActive(at.row, at.column) ?? false;
  const text = cell === undefined ? '' : cell === null ? 'null' : cellText(cell);
  const marks = [
    column.type,
    isId(column) ? 'id' : '',
    cell === null ? 'null' : '',
    selected ? 'selected' : '',
    active ? 'active' : '',
  ];
  return html`<td
    role="gridcell"
    id="cell-${at.row}-${at.column}"
    class=${marks.filter(Boolean).join(' ')}
    aria-colindex=${at.column + 2}
    aria-selected=${selected ? 'true' : 'false'}
  >${barOf(cell, most)}${content(column, cell, text)}</td>`;
}

/** Renders the text of a cell: a kind as a chip, the id of a video as a link. */
function content({ name }: Column, cell: Cell | undefined, text: string) {
  if (typeof cell !== 'string') return text;
  if (name === 'kind') return html`<span class="chip ${text}">${text}</span>`;
  return name === 'video_id' ? html`<span class="link">${text}</span>` : text;
}

/** Renders how large a number is compared with the greatest one in view. */
function barOf(cell: Cell | undefined, most: bigint | undefined) {
  if (typeof cell !== 'bigint' || most === undefined || most <= 0n || cell <= 0n) return nothing;
  const percent = Number((cell * 1000n) / most) / 10;
  return html`<span class="bar" aria-hidden="true" .style=${`width: ${percent}%`}></span>`;
}
