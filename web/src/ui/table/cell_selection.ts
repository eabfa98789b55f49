import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Cell, Column } from '../../types';
import { CellRange, type CellRef } from './cell_range';
import { type Extent, moveOf } from './keys';

/** The table whose cells are selected. */
export interface SelectionHost extends ReactiveControllerHost, EventTarget {
  readonly extent: Extent;
  /** The first row in view. */
  readonly firstRow: number;
  readonly columns: readonly Column[];
  /** Returns the values of a row, if it has been read. */
  cells(row: number): readonly Cell[] | undefined;
}

/** The cells selected by mouse or keyboard, and the active one. */
export class CellSelection implements ReactiveController {
  readonly #host: SelectionHost;
  #range: CellRange | undefined;

  constructor(host: SelectionHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {}

  get range(): CellRange | undefined {
    return this.#range;
  }

  /** Selects nothing. */
  clear(): void {
    this.#range = undefined;
  }

  /** Selects the first cell in view when the keyboard reaches a table without a selection. */
  begin(): void {
    if (!this.#range && this.#host.extent.rows > 0) this.#set(new CellRange(this.#first));
  }

  /** Moves by a key; returns the active cell if it did. */
  pressed(event: KeyboardEvent): CellRef | undefined {
    const { extent } = this.#host;
    const range = this.#range ?? new CellRange(this.#first);
    if (event.key === 'Enter') this.#open(range.active);
    const to = moveOf(event, range.active, extent);
    if (!to || extent.rows === 0) return undefined;
    event.preventDefault();
    const next = range.moved(to, extent, event.shiftKey);
    this.#set(next);
    return next.active;
  }

  /** Moves to a row, in the same column. */
  goTo(row: number): void {
    const { extent } = this.#host;
    if (this.#range) {
      this.#set(this.#range.moved({ ...this.#range.active, row }, extent, false));
    }
  }

  pointed(event: PointerEvent): void {
    const place = placeOf(event);
    if (!place || event.button !== 0) return;
    const range = this.#range ?? new CellRange(place);
    this.#set(range.moved(place, this.#host.extent, event.shiftKey));
  }

  dragged(event: PointerEvent): void {
    if (event.buttons !== 1 || event.pointerType === 'touch') return;
    const place = placeOf(event);
    if (place && this.#range) this.#set(this.#range.moved(place, this.#host.extent, true));
  }

  /** Opens the video whose id is clicked; a click that selects cells opens nothing. */
  clicked(event: MouseEvent): void {
    const link = event.target instanceof Element && event.target.closest('.link');
    const place = placeOf(event);
    if (link && place && this.#range?.cells === 1) this.#open(place);
  }

  get #first(): CellRef {
    return { row: this.#host.firstRow, column: 0 };
  }

  #set(range: CellRange): void {
    this.#range = range;
    this.#host.requestUpdate();
  }

  /** Fires `video` with the id of the chosen video. */
  #open({ row, column }: CellRef): void {
    const { columns } = this.#host;
    if (columns[column]?.name !== 'video_id') return;
    const cells = this.#host.cells(row);
    const video = cells?.[column];
    if (typeof video !== 'string') return;
    const init = { detail: video, bubbles: true, composed: true };
    this.#host.dispatchEvent(new CustomEvent('video', init));
  }
}

/** Returns the cell of an event. */
function placeOf({ target }: Event): CellRef | undefined {
  const cell = target instanceof Element ? target.closest('td') : null;
  const [, row, column] = cell?.id.split('-') ?? [];
  return column === undefined ? undefined : { row: Number(row), column: Number(column) };
}
