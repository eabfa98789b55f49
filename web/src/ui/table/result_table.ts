import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, query } from 'lit/decorators.js';
import type { Cell, Column, RowSource, Sort } from '../../types';
import { controls } from '../controls';
import { alertOf } from '../messages/problem_text';
import { bodyView } from './body';
import { CellSelection, type SelectionHost } from './cell_selection';
import type { TableFooter } from './footer';
import { headView } from './head';
import type { Extent } from './keys';
import { TablePane } from './pane';
import { RowsInView, withoutColumns } from './rows_in_view';
import { tableStyles } from './styles';

/**
 * A table of any number of rows, of which only those in view are read and rendered. Fires `sort`
 * with the order that the user wants, or null, and `video` with the id of a chosen video.
 */
export class ResultTable extends LitElement implements SelectionHost {
  static override styles = [controls, tableStyles];

  @property({ attribute: false }) source: RowSource | undefined;
  /** The label of the table, for screen readers. */
  @property() label = '';
  /** The order of the rows. */
  @property({ attribute: false }) sort: Sort | undefined;
  @property({ attribute: false }) hiddenColumns: readonly string[] = [];
  @query('day-tally-table-footer') private footer!: TableFooter;
  readonly #rows = new RowsInView(this);
  readonly #pane = new TablePane(this);
  readonly #selection = new CellSelection(this);
  /** The rows of its source, without hidden columns. */
  #shown: RowSource | undefined;

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('source') && !changed.has('hiddenColumns')) return;
    const { source } = this;
    if (changed.has('source')) this.#pane.of(source?.length ?? 0);
    this.#shown = source && withoutColumns(source, this.hiddenColumns);
    this.#selection.clear();
    this.#rows.of(this.#shown);
  }

  override render() {
    const { source } = this;
    if (!source) return nothing;
    const { columns, failure } = this.#rows;
    if (failure) return alertOf(failure);
    const { range } = this.#selection;
    const { firstRow, rowCount } = this.#pane.view;
    return html`
      <div
        class="scroller"
        translate="no"
        role="grid"
        aria-label=${this.label}
        aria-rowcount=${source.length + 1}
        aria-colcount=${columns.length + 1}
        aria-multiselectable="true"
        aria-activedescendant=${this.#activeId(firstRow, rowCount)}
        tabindex="0"
        @scroll=${() => this.#pane.scrolled()}
        @keydown=${this.#pressed}
        @focus=${this.#focused}
      >
        <div class="panel" role="none">
          <div class="pane" role="none">
            <table role="none">
              <colgroup>
                <col />
                ${columns.map(() => html`<col />`)}
              </colgroup>
              ${this.#head(columns)}
              <tbody
                role="rowgroup"
                @pointerdown=${(event: PointerEvent) => this.#selection.pointed(event)}
                @pointermove=${(event: PointerEvent) => this.#selection.dragged(event)}
                @click=${(event: MouseEvent) => this.#selection.clicked(event)}
              >
                ${bodyView(this.#rows, columns, firstRow, rowCount, range)}
              </tbody>
            </table>
          </div>
        </div>
      </div>
      <div class="ring"></div>
      <day-tally-table-footer
        .length=${source.length}
        .first=${firstRow}
        .count=${rowCount}
        .range=${range}
        .source=${this.#shown}
        ?waiting=${this.#rows.waiting}
        @row=${(event: CustomEvent<number>) => this.#goTo(event.detail)}
      ></day-tally-table-footer>
    `;
  }

  #head(columns: readonly Column[]) {
    const sort = (column: Column) => this.#sortBy(column);
    const widen = (column: Column, by: number) => this.#pane.widen(column, by);
    return html`
      <thead role="rowgroup">
        <tr role="row" aria-rowindex="1">
          <th role="columnheader" scope="col" class="integer" aria-colindex="1">#</th>
          ${columns.map((column, at) => headView(column, at, this.sort, { sort, widen }))}
        </tr>
      </thead>
    `;
  }

  override updated(changed: PropertyValues): void {
    if (changed.has('source')) this.#pane.measure();
    if (!this.source) return;
    this.#pane.layOut(this.#rows.columns);
    const { firstRow, rowCount } = this.#pane.view;
    void this.#rows.read(firstRow, firstRow + rowCount);
  }

  get extent(): Extent {
    const { columns } = this.#rows;
    const { pageRows } = this.#pane.view;
    return { rows: this.source?.length ?? 0, columns: columns.length, page: pageRows };
  }

  get firstRow(): number {
    return this.#pane.view.firstRow;
  }

  get columns(): readonly Column[] {
    return this.#rows.columns;
  }

  cells(row: number): readonly Cell[] | undefined {
    return this.#rows.cells(row);
  }

  #activeId(first: number, count: number) {
    const active = this.#selection.range?.active;
    if (!active || active.row < first || active.row >= first + count) return nothing;
    return `cell-${active.row}-${active.column}`;
  }

  #focused({ currentTarget }: FocusEvent): void {
    if (!(currentTarget instanceof Element)) return;
    if (currentTarget.matches(':focus-visible')) this.#selection.begin();
  }

  #pressed(event: KeyboardEvent): void {
    // Keys on a column's head are handled there.
    if (event.target !== event.currentTarget) return;
    if (event.key === 'c' && (event.ctrlKey || event.metaKey)) void this.footer.copy();
    const active = this.#selection.pressed(event);
    if (active) this.#pane.reveal(active.row, active.column);
  }

  #goTo(row: number): void {
    this.#pane.goTo(row);
    this.#selection.goTo(row);
  }

  /** Sorts numbers from the greatest down first, reverses the order, then removes it. */
  #sortBy({ name, type }: Column): void {
    const { sort } = this;
    const first = type === 'integer' || type === 'days';
    const descending = sort?.column === name ? !sort.descending : first;
    const ended = sort?.column === name && sort.descending !== first;
    const next = ended ? null : { column: name, descending };
    this.dispatchEvent(new CustomEvent<Sort | null>('sort', { detail: next }));
  }
}
