import type { LitElement, ReactiveController } from 'lit';
import type { Column } from '../../types';

import { ColumnWidths, numberWidth } from './column_widths';
import { Scroll } from './scroll';

/** Milliseconds without scrolling after which the scroll bar is moved to the rows. */
const rest = 150;
const rowHeight = 28;

/**
 * The scrolled part of a table: which rows are in view, and how wide its columns are. Its styles
 * are set by script, because the page's policy allows only that.
 */
export class TablePane implements ReactiveController {
  readonly #host: LitElement;
  readonly #widths = new ColumnWidths();
  readonly #sizes = new ResizeObserver(() => this.measure());
  #rows = 0;
  #view = new Scroll(0, rowHeight, 0);
  #resting: ReturnType<typeof setTimeout> | undefined;

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#sizes.observe(this.#host);
  }

  hostDisconnected(): void {
    this.#sizes.disconnect();
    clearTimeout(this.#resting);
  }

  get view(): Scroll {
    return this.#view;
  }

  /** Restarts with so many rows. */
  of(rows: number): void {
    this.#rows = rows;
    this.#view = new Scroll(rows, rowHeight, 0);
  }

  /** Takes the heights from the browser. */
  measure(): void {
    const { scroller } = this;
    if (!scroller) return;
    const row = this.#find('tbody tr') ?? this.#find('thead tr');
    const height = Math.max(0, scroller.clientHeight - this.#headHeight);
    const found = row?.getBoundingClientRect().height || rowHeight;
    this.#view = this.#view.resized(this.#rows, found, height);
    this.#setHeight();
    this.#settle();
    this.#host.requestUpdate();
  }

  /** Follows the browser's scrolling. */
  scrolled(): void {
    const { scroller } = this;
    if (!scroller) return;
    this.#view.scrolled(scroller.scrollTop);
    this.#host.requestUpdate();
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => this.#settle(), rest);
  }

  goTo(row: number): void {
    this.#view.goTo(row);
    this.#settle();
    this.#host.requestUpdate();
  }

  /** Scrolls as little as shows a cell. */
  reveal(row: number, column: number): void {
    this.#view.reveal(row);
    this.#settle();
    const { scroller } = this;
    const cell = this.#host.renderRoot.querySelectorAll<HTMLElement>('thead th')[column + 1];
    if (!scroller || !cell) return;
    // The first column lies above the others.
    const left = cell.offsetLeft - (this.#find('thead th')?.offsetWidth ?? 0);
    const right = cell.offsetLeft + cell.offsetWidth - scroller.clientWidth;
    scroller.scrollLeft = Math.min(left, Math.max(right, scroller.scrollLeft));
    this.#host.requestUpdate();
  }

  /** Makes a column wider by so many rem, or narrower. */
  widen(column: Column, rem: number): void {
    this.#widths.set(column, this.#widths.of(column) + rem);
    this.#host.requestUpdate();
  }

  layOut(columns: readonly Column[]): void {
    const { scroller } = this;
    const [panel, pane, body] = ['.panel', '.pane', 'tbody'].map((name) => this.#find(name));
    if (!scroller || !panel || !pane || !body) return;
    const widths = [numberWidth(this.#rows), ...columns.map((column) => this.#widths.of(column))];
    const elements = this.#host.renderRoot.querySelectorAll('col');
    for (const [i, element] of elements.entries()) element.style.width = `${widths[i] ?? 0}rem`;
    const sum = `${widths.reduce((sum, width) => sum + width, 0)}rem`;
    panel.style.minWidth = sum;
    // In a table as wide as the view, the other columns would gain what one column loses.
    panel.style.width = columns.some((column) => this.#widths.isChanged(column)) ? sum : '';
    this.#setHeight();
    pane.style.height = `${scroller.clientHeight}px`;
    body.style.transform = `translateY(${-this.#view.offset}px)`;
  }

  get scroller(): HTMLElement | null {
    return this.#find('.scroller');
  }

  get #headHeight(): number {
    return this.#find('thead')?.offsetHeight ?? 0;
  }

  #setHeight(): void {
    const panel = this.#find('.panel');
    if (panel) panel.style.height = `${this.#view.panelHeight + this.#headHeight}px`;
  }

  /** Moves the scroll bar to the rows; the rows stay. */
  #settle(): void {
    const { scroller } = this;
    if (!scroller) return;
    const { settle } = this.#view;
    if (Math.abs(scroller.scrollTop - settle) >= 1) scroller.scrollTop = settle;
    this.#view.settled(scroller.scrollTop);
  }

  #find(selector: string): HTMLElement | null {
    return this.#host.renderRoot?.querySelector<HTMLElement>(selector) ?? null;
  }
}
