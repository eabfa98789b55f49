/** The tallest panel that every browser lays out without loss, in pixels. */
const tallest = 8_000_000;
/** Further than a wheel goes at once, and less than one pixel of a scroll bar's way. */
const leap = 3000;

/**
 * Which row is at the top of a scrolled table of any number of rows.
 *
 * Up to some hundred thousand rows the panel is as tall as the rows. Above, one pixel of the
 * panel stands for many rows: a small step of scrolling then moves the rows by its pixels, and
 * only a leap, such as a drag of the scroll bar, goes to the place in proportion. `settle` puts
 * the scroll bar to where the rows are once scrolling rests.
 */
export class Scroll {
  readonly #rows: number;
  readonly #rowHeight: number;
  readonly #viewHeight: number;
  #top = 0;
  #seen = 0;

  /** Heights in pixels; `viewHeight` is the room for rows, without the header. */
  constructor(rows: number, rowHeight: number, viewHeight: number) {
    this.#rows = rows;
    this.#rowHeight = rowHeight;
    this.#viewHeight = viewHeight;
  }

  /** The height of the scrolled panel, without the header. */
  get panelHeight(): number {
    return Math.min(tallest, this.#rows * this.#rowHeight);
  }

  /** The first row that is seen, perhaps in part. */
  get firstRow(): number {
    return Math.floor(this.#top / this.#rowHeight);
  }

  /** Rows that are seen, those in part included. */
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

  /** Puts a row at the top, as far as there are rows below; then `settle`. */
  goTo(row: number): void {
    this.#moveTo(row * this.#rowHeight);
  }

  /** Rows that are seen wholly, at least one. */
  get pageRows(): number {
    return Math.max(1, Math.floor(this.#viewHeight / this.#rowHeight));
  }

  /** Moves as little as shows a row wholly; then `settle`. */
  reveal(row: number): void {
    const top = row * this.#rowHeight;
    const lowest = top + this.#rowHeight - this.#viewHeight;
    this.#moveTo(Math.min(top, Math.max(lowest, this.#top)));
  }

  /** Where the browser's scrolling belongs; call `settled` with what it took. */
  get settle(): number {
    return Math.round(this.#top / this.#scale);
  }

  settled(scrollTop: number): void {
    this.#seen = scrollTop;
  }

  /** The same place in a table of other heights. */
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
