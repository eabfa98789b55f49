import { html, LitElement, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Filter, Format, ResultKind, Sort } from '../../types';
import { controls } from '../controls';
import { fold, menu, menuStyles } from '../menu';
import { byteText, counted } from '../text/amount';
import { formatTexts, formatTitles } from './kinds';

/** Which result to save, in which format. */
export interface DownloadRequest {
  readonly kind: ResultKind;
  readonly format: Format;
  /** Which rows. */
  readonly filter: Filter;
  /** In which order; undefined: by channel and video. */
  readonly sort: Sort | undefined;
  /** Which columns; all if undefined. */
  readonly columns: readonly string[] | undefined;
}

/** Which result's manifest to save. */
export type ManifestRequest = Pick<DownloadRequest, 'kind' | 'filter'>;

/** Estimates the bytes of a file. */
export type EstimateSize = (request: Omit<DownloadRequest, 'sort'>) => Promise<number>;

const formats = Object.keys(formatTexts) as Format[];
/** The number of lines that a spreadsheet opens, including the header. */
const spreadsheetLines = 1_048_576;
/** Milliseconds without a change after which sizes are estimated. */
const rest = 400;

/**
 * A button that unfolds the formats of a result, with their estimated sizes, and its manifest;
 * fires `download` and `manifest`.
 */
export class DownloadMenu extends LitElement {
  static override styles = [controls, menuStyles];

  @property({ attribute: false }) kind: ResultKind = 'monthly';
  /** How many rows it has. */
  @property({ type: Number }) rows = 0;
  /** The filter of the shown rows, and their number, as far as it is known. */
  @property({ attribute: false }) filter: Filter = {};
  @property({ attribute: false }) found: number | undefined;
  /** The order of the shown rows. */
  @property({ attribute: false }) sort: Sort | undefined;
  /** The shown columns, if some are hidden. */
  @property({ attribute: false }) columns: readonly string[] | undefined;
  @property({ type: Boolean }) disabled = false;
  @property({ attribute: false }) estimateSize: EstimateSize | undefined;
  @state() private open = false;
  @state() private whole = false;
  @state() private sizes: ReadonlyMap<Format, number> = new Map();
  #resting: ReturnType<typeof setTimeout> | undefined;
  #of = '';

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#resting);
  }

  override willUpdate(): void {
    const of = JSON.stringify([this.kind, this.rows, this.#wanted, this.found, this.#columns]);
    if (!this.open || of === this.#of) return;
    this.#of = of;
    this.sizes = new Map();
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => void this.#estimate(of), rest);
  }

  override render() {
    const shown = this.#shown;
    const content = html`
          ${formats.map((format) => this.#button(format))}
          <span class="choice">
            <button
              aria-disabled=${this.disabled ? 'true' : 'false'}
              aria-describedby="note-manifest"
              @click=${this.#manifest}
            >
              Run manifest
            </button>
            <small id="note-manifest">Files, checksums, options and version, to reproduce this result</small>
          </span>
          ${
            shown
              ? html`<label>
                  <input type="checkbox" .checked=${this.whole} @change=${this.#choose} />
                  Ignore ${shown} (${counted(this.rows, 'row')})
                </label>`
              : nothing
          }
          ${
            this.#count >= spreadsheetLines
              ? html`<p class="quiet">Excel opens 1,048,576 rows at most.</p>`
              : nothing
          }
    `;
    return menu('Export', 'Export', content, ({ currentTarget }) => {
      this.open = (currentTarget as HTMLDetailsElement).open;
    });
  }

  #button(format: Format) {
    const size = this.sizes.get(format);
    return html`
      <span class="choice">
        <button
          aria-disabled=${this.disabled ? 'true' : 'false'}
          aria-describedby="size-${format} note-${format}"
          @click=${() => this.#fire(format)}
        >
          ${formatTexts[format]}
        </button>
        <small id="size-${format}" class="size">${size === undefined ? nothing : byteText(size)}</small>
        ${formatTitles[format] ? html`<small id="note-${format}">${formatTitles[format]}</small>` : nothing}
      </span>
    `;
  }

  #close(): void {
    fold(this.renderRoot.querySelector('details'));
  }

  get #isFiltered(): boolean {
    return Object.keys(this.filter).length > 0;
  }

  /** What makes the shown rows differ from the result; '' if nothing does. */
  get #shown(): string {
    const parts = [
      this.#isFiltered ? 'filter' : '',
      this.sort ? 'order' : '',
      this.columns ? 'hidden columns' : '',
    ];
    return new Intl.ListFormat('en-GB').format(parts.filter(Boolean));
  }

  get #columns(): readonly string[] | undefined {
    return this.whole ? undefined : this.columns;
  }

  get #wanted(): Filter {
    return this.whole ? {} : this.filter;
  }

  get #count(): number {
    return this.whole || !this.#isFiltered ? this.rows : (this.found ?? 0);
  }

  /** Estimates the sizes one after the other, until something else is shown. */
  async #estimate(of: string): Promise<void> {
    const { kind, estimateSize } = this;
    if (!estimateSize) return;
    for (const format of formats) {
      // A size that cannot be estimated is not shown; the download will report why.
      const size = this.disabled
        ? undefined
        : await estimateSize({
            kind,
            format,
            filter: this.#wanted,
            columns: this.#columns,
          }).catch(() => undefined);
      if (of !== this.#of) return;
      if (size === undefined) {
        // Not during a download; the sizes are estimated after it, or when the menu opens again.
        if (this.disabled) this.#of = '';
        return;
      }
      this.sizes = new Map([...this.sizes, [format, size]]);
    }
  }

  #choose({ currentTarget }: Event): void {
    if (currentTarget instanceof HTMLInputElement) this.whole = currentTarget.checked;
  }

  /** Fires `manifest` with the result and its filter. */
  #manifest(): void {
    if (this.disabled) return;
    this.#close();
    const detail: ManifestRequest = { kind: this.kind, filter: this.#wanted };
    this.dispatchEvent(new CustomEvent('manifest', { detail, bubbles: true, composed: true }));
  }

  #fire(format: Format): void {
    // Disabled by attribute only, so that a pressed button keeps the focus.
    if (this.disabled) return;
    this.#close();
    const sort = this.whole ? undefined : this.sort;
    const rows = { filter: this.#wanted, sort, columns: this.#columns };
    const detail: DownloadRequest = { kind: this.kind, format, ...rows };
    this.dispatchEvent(new CustomEvent('download', { detail, bubbles: true, composed: true }));
  }
}
