import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { Cell, Column, RowSource } from '../types';
import { columnWidth, numberWidth } from './column_width';
import { controls } from './controls';
import { tableStyles } from './result_table_styles';
import { RowsInView } from './rows_in_view';
import { Scroll } from './scroll';
import { grouped } from './text/amount';
import { cellText } from './text/cell';

/** Milliseconds without scrolling after which the scroll bar is put where the rows are. */
const rest = 150;

/** A table of any number of rows, of which only those in view are read and laid out. */
export class ResultTable extends LitElement {
  static override styles = [controls, tableStyles];

  @property({ attribute: false }) source: RowSource | undefined;
  /** What the table holds, for those who can't see it. */
  @property() label = '';
  @state() private view = new Scroll(0, 28, 0);
  @query('.scroller') private scroller!: HTMLElement;
  @query('.panel') private panel!: HTMLElement;
  @query('.pane') private pane!: HTMLElement;
  @query('tbody') private body!: HTMLElement;
  #resting: ReturnType<typeof setTimeout> | undefined;
  #sizes = new ResizeObserver(() => this.#measure());
  readonly #rows = new RowsInView(this);

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
    clearTimeout(this.#resting);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('source')) return;
    this.view = new Scroll(this.source?.length ?? 0, 28, 0);
    this.#rows.of(this.source);
  }

  override render() {
    const { source } = this;
    if (!source) return nothing;
    const { columns, failure } = this.#rows;
    if (failure) return html`<p class="failure" role="alert">${failure}</p>`;
    const { firstRow, rowCount } = this.view;
    const numbers = Array.from({ length: rowCount }, (_, i) => firstRow + i);
    return html`
      <div
        class="scroller"
        role="region"
        aria-label=${this.label}
        tabindex="0"
        @scroll=${this.#scrolled}
        @keydown=${this.#pressed}
      >
        <div class="panel">
          <div class="pane">
            <table aria-rowcount=${source.length + 1} aria-label=${this.label}>
              <colgroup>
                <col />
                ${columns.map(() => html`<col />`)}
              </colgroup>
              <thead>
                <tr aria-rowindex="1">
                  <th scope="col" class="integer">Row</th>
                  ${columns.map(({ name, type }) => html`<th scope="col" class=${type}>${name}</th>`)}
                </tr>
              </thead>
              <tbody>${numbers.map((row) => this.#line(row, columns))}</tbody>
            </table>
          </div>
        </div>
      </div>
      <div class="ring"></div>
      ${this.#footer(source, firstRow, rowCount)}
    `;
  }

  #line(row: number, columns: readonly Column[]) {
    const cells = this.#rows.cells(row);
    return html`
      <tr aria-rowindex=${row + 2}>
        <th scope="row" class="integer">${grouped(row + 1)}</th>
        ${columns.map(({ type }, i) => (cells ? cellView(type, cells[i] ?? null) : html`<td></td>`))}
      </tr>
    `;
  }

  #footer({ length }: RowSource, first: number, count: number) {
    const range = `Rows ${grouped(first + 1)} to ${grouped(first + count)} of ${grouped(length)}`;
    return html`
      <div class="footer quiet">
        <span>${length === 0 ? 'No rows' : range}</span>
        <span class="waiting" aria-live="polite">${this.#rows.waiting ? 'Reading rows…' : ''}</span>
        ${
          length > 100
            ? html`<label>
                Go to row
                <input type="number" min="1" max=${length} @change=${this.#goTo} />
              </label>`
            : nothing
        }
      </div>
    `;
  }

  override updated(changed: PropertyValues): void {
    if (changed.has('source')) this.#measure();
    if (!this.body) return;
    this.#layOut();
    this.body.style.transform = `translateY(${-this.view.offset}px)`;
    const { firstRow, rowCount } = this.view;
    void this.#rows.read(firstRow, firstRow + rowCount);
  }

  /** Styles that the policy of the page allows only to scripts. */
  #layOut(): void {
    const widths = [numberWidth, ...this.#rows.columns.map(columnWidth)];
    const columns = this.renderRoot.querySelectorAll('col');
    for (const [i, column] of columns.entries()) column.style.width = `${widths[i] ?? 0}rem`;
    this.panel.style.minWidth = `${widths.reduce((sum, width) => sum + width, 0)}rem`;
    this.panel.style.height = `${this.view.panelHeight + this.#headHeight}px`;
    this.pane.style.height = `${this.scroller.clientHeight}px`;
  }

  get #headHeight(): number {
    return this.renderRoot.querySelector('thead')?.offsetHeight ?? 0;
  }

  #measure(): void {
    if (!this.scroller) return;
    const row = this.body.querySelector('tr') ?? this.renderRoot.querySelector('thead tr');
    const rowHeight = row?.getBoundingClientRect().height || 28;
    const height = Math.max(0, this.scroller.clientHeight - this.#headHeight);
    this.view = this.view.resized(this.source?.length ?? 0, rowHeight, height);
    this.panel.style.height = `${this.view.panelHeight + this.#headHeight}px`;
    this.#settle();
  }

  #scrolled(): void {
    this.view.scrolled(this.scroller.scrollTop);
    this.#changed();
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => this.#settle(), rest);
  }

  /** Puts the scroll bar where the rows are; the rows stay. */
  #settle(): void {
    const { view, scroller } = this;
    if (!scroller) return;
    if (Math.abs(scroller.scrollTop - view.settle) >= 1) scroller.scrollTop = view.settle;
    view.settled(scroller.scrollTop);
  }

  #changed(): void {
    this.requestUpdate('view');
  }

  #pressed(event: KeyboardEvent): void {
    const { view } = this;
    const page = Math.max(1, view.rowCount - 2);
    const moves: Record<string, () => void> = {
      ArrowDown: () => view.moveBy(1),
      ArrowUp: () => view.moveBy(-1),
      PageDown: () => view.moveBy(page),
      PageUp: () => view.moveBy(-page),
      Home: () => view.goTo(0),
      End: () => view.goTo(this.source?.length ?? 0),
    };
    const move = moves[event.key];
    if (!move || event.altKey || event.metaKey) return;
    event.preventDefault();
    move();
    this.#settle();
    this.#changed();
  }

  #goTo({ currentTarget }: Event): void {
    if (!(currentTarget instanceof HTMLInputElement) || !currentTarget.value) return;
    this.view.goTo(Number(currentTarget.value) - 1);
    this.#settle();
    this.#changed();
  }
}

function cellView(type: Column['type'], cell: Cell) {
  if (cell === null) return html`<td class="${type} null">null</td>`;
  const text = cellText(cell);
  return html`<td class=${type} title=${text}>${text}</td>`;
}
