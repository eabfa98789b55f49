import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { property } from 'lit/decorators.js';
import type { LookOptions, ResultKind, RowSource, Sort, View } from '../../types';
import { controls } from '../controls';
import { menuStyles } from '../menu';
import { alertOf } from '../messages/problem_text';
import { columnMenu } from './column_menu';
import type { EstimateSize } from './download_menu';
import { type FilterFields, filterOf, noFilter } from './filter/filter_fields';
import { columnsOf } from './kinds';
import type { Query } from './look';
import { Search } from './search';

/** Finds the rows of a result for a view. */
export type FindRows = (kind: ResultKind, view: View, options: LookOptions) => Promise<RowSource>;

const unsorted = { fields: noFilter, sort: undefined };

/** One result with its filter fields; fires `query` with another filter, order or columns. */
export class ResultView extends LitElement {
  static override styles = [
    controls,
    menuStyles,
    css`
      day-tally-table {
        height: var(--daytally-table-height, max(22rem, calc(100dvh - 11rem)));
      }

      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.35rem var(--space);
        padding: 0.4rem 0.75rem;
        border-bottom: 1px solid var(--line);
      }

      day-tally-filter {
        flex: 1 1 20rem;
      }

      /* Its menus open to the left. */
      .menus {
        position: relative;
        display: flex;
        gap: 0.35rem;
        margin-inline-start: auto;
      }

      .empty {
        padding: 1.5rem 0.75rem;
      }

      .failure {
        padding: 1.5rem 0.75rem;
        color: var(--bad);
      }
    `,
  ];

  @property({ attribute: false }) kind: ResultKind = 'monthly';
  /** The whole result. */
  @property({ attribute: false }) source: RowSource | undefined;
  @property({ attribute: false }) find: FindRows | undefined;
  @property({ attribute: false }) estimateSize: EstimateSize | undefined;
  /** The label of the table, for screen readers. */
  @property() label = '';
  /** The text in place of a result without rows. */
  @property() none = 'No rows.';
  /** Whether something is being downloaded, so that nothing else can be. */
  @property({ type: Boolean }) downloading = false;
  /** What is shown, which the user changes by `query`. */
  @property({ attribute: false }) fields: FilterFields = noFilter;
  @property({ attribute: false }) sort: Sort | undefined;
  @property({ attribute: false }) hiddenColumns: readonly string[] = [];
  /** The shown query; an aborted one does not change it. */
  #settled: Omit<Query, 'hidden'> = unsorted;
  readonly #search = new Search(this);

  override willUpdate(changed: PropertyValues<this>): void {
    // Nothing of the new source is shown yet.
    if (changed.has('source')) this.#settled = unsorted;
    const names = ['source', 'fields', 'sort'] as const;
    if (names.some((name) => changed.has(name))) this.#look();
  }

  override render() {
    const { source, kind, fields } = this;
    if (!source) return nothing;
    const { shown, busy, share, failure } = this.#search;
    const rows = shown?.length;
    const empty = rows === 0;
    return html`
      <div part="toolbar" class="bar">
      <day-tally-filter
        .kind=${kind}
        .fields=${fields}
        .total=${source.length}
        .found=${rows}
        .looking=${busy ? share : undefined}
        @cancel=${this.#cancelled}
        @filter=${({ detail }: CustomEvent<FilterFields>) => {
          this.#change({ fields: detail });
        }}
      ></day-tally-filter>
      <div class="menus">
      ${columnMenu(kind, this.#shownColumns, (hidden) => this.#change({ hidden }))}
      <day-tally-download-menu
        .kind=${kind}
        .rows=${source.length}
        .found=${rows}
        .filter=${filterOf(kind, fields)}
        .estimateSize=${this.estimateSize}
        .sort=${this.sort}
        .columns=${this.hiddenColumns.length > 0 ? this.#shownColumns : undefined}
        ?disabled=${this.downloading}
      ></day-tally-download-menu>
      </div>
      </div>
      ${failure ? alertOf(failure) : nothing}
      ${empty && !failure ? this.#emptyView() : nothing}
      <day-tally-table
        part="table"
        ?hidden=${failure !== undefined || empty}
        .source=${shown}
        .label=${this.label}
        .sort=${this.sort}
        .hiddenColumns=${this.hiddenColumns}
        aria-busy=${busy ? 'true' : 'false'}
        @sort=${({ detail }: CustomEvent<Sort | null>) => {
          this.#change({ sort: detail ?? undefined });
        }}
      ></day-tally-table>
    `;
  }

  get #shownColumns(): readonly string[] {
    return columnsOf[this.kind].filter((name) => !this.hiddenColumns.includes(name));
  }

  /** Renders what can be done about a table without rows. */
  #emptyView() {
    const clear = () => {
      this.#change({ fields: noFilter });
      // The button is removed, and the focus would be lost.
      this.renderRoot.querySelector<HTMLElement>('day-tally-filter')?.focus();
    };
    return this.source?.length === 0
      ? html`<p class="empty">${this.none}</p>`
      : html`<p class="empty">No rows match. <button @click=${clear}>Clear filters</button></p>`;
  }

  #cancelled(): void {
    this.#change(this.#settled);
  }

  #change(change: Partial<Query>): void {
    const { fields, sort, hiddenColumns: hidden } = this;
    const detail = { fields, sort, hidden, ...change };
    this.dispatchEvent(new CustomEvent<Query>('query', { detail }));
  }

  #look(): void {
    const { source, find, kind, fields, sort } = this;
    if (!source || !find) return;
    const filter = filterOf(kind, fields);
    const whole = !sort && Object.keys(filter).length === 0;
    this.#search.look(source, async (options) => {
      const found = whole ? source : await find(kind, { filter, ...(sort && { sort }) }, options);
      this.#settled = { fields, sort };
      return found;
    });
  }
}
