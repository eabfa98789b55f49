/** The tallest panel that every browser lays out exactly, in pixels. */
const tallest = 8_000_000;
/** More than a wheel scrolls at once, and less than one pixel of a scroll bar's track. */
const leap = 3000;

/**
 * Computes which row is at the top of a scrolled table of any number of rows.
 *
 * Up to some hundred thousand rows the panel is as tall as the rows. Above, one pixel of the panel
 * stands for many rows. A small step then moves the rows by its pixels, and only a jump, such as
 * dragging the scroll bar, is proportional. `settle` moves the scroll bar to the rows once
 * scrolling stops.
 */
export class Scroll {
  readonly #rows: number;
  readonly #rowHeight: number;
  readonly #viewHeight: number;
  #top = 0;
  #seen = 0;

  /** Heights in pixels; `viewHeight` is the space for rows, without the header. */
  constructor(rows: number, rowHeight: number, viewHeight: number) {
    this.#rows = rows;
    this.#rowHeight = rowHeight;
    this.#viewHeight = viewHeight;
  }

  /** The height of the scrolled panel, without the header. */
  get panelHeight(): number {
    return Math.min(tallest, this.#rows * this.#rowHeight);
  }

  /** The first visible row, perhaps in part. */
  get firstRow(): number {
    return Math.floor(this.#top / this.#rowHeight);
  }

  /** The number of visible rows, including partial ones. */
  get rowCount(): number {
    const last = Math.ceil((this.#top + this.#viewHeight) / this.#rowHeight);
    return Math.max(0, Math.min(this.#rows, last) - this.firstRow);
  }

  /** How much of the first row is above the view, in pixels. */
  get offset(): number {
    return this.#top - this.firstRow * this.#rowHeight;
  }

  /** Follows the browser's scrolling. */
  scrolled(scrollTop: number): void {
    const step = scrollTop - this.#seen;
    this.#seen = scrollTop;
    if (this.#scale === 1) this.#moveTo(scrollTop);
    else if (Math.abs(step) <= leap) this.#moveTo(this.#top + step);
    else this.#moveTo(scrollTop * this.#scale);
  }

  /** Moves a row to the top, as far as there are rows below; then `settle`. */
  goTo(row: number): void {
    this.#moveTo(row * this.#rowHeight);
  }

  /** The number of completely visible rows, at least one. */
  get pageRows(): number {
    return Math.max(1, Math.floor(this.#viewHeight / this.#rowHeight));
  }

  /** Scrolls as little as shows a row completely; then `settle`. */
  reveal(row: number): void {
    const top = row * this.#rowHeight;
    const lowest = top + this.#rowHeight - this.#viewHeight;
    this.#moveTo(Math.min(top, Math.max(lowest, this.#top)));
  }

  /** The browser's scroll position; call `settled` with the position it took. */
  get settle(): number {
    return Math.round(this.#top / this.#scale);
  }

  settled(scrollTop: number): void {
    this.#seen = scrollTop;
  }

  /** Returns the same position in a table of other heights. */
  resized(rows: number, rowHeight: number, viewHeight: number): Scroll {
    const next = new Scroll(rows, rowHeight, viewHeight);
    next.#moveTo((this.#top / this.#rowHeight) * rowHeight);
    return next;
  }

  get #lastTop(): number {
    return Math.max(0, this.#rows * this.#rowHeight - this.#viewHeight);
  }

  /** Pixels of rows for each pixel of the panel. */
  get #scale(): number {
    if (this.#rows * this.#rowHeight <= tallest) return 1;
    return this.#lastTop / (tallest - this.#viewHeight);
  }

  #moveTo(top: number): void {
    this.#top = Math.min(Math.max(0, top), this.#lastTop);
  }
}
