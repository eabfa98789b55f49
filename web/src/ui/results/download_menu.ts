import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Filter, Format, ResultKind } from '../../types';
import { controls } from '../controls';
import { byteText, counted } from '../text/amount';
import { formatTexts, formatTitles } from './kinds';

/** Which result to save, in which format. */
export interface DownloadRequest {
  readonly kind: ResultKind;
  readonly format: Format;
  /** Which rows. */
  readonly filter: Filter;
}

/** Which result's manifest to save. */
export type ManifestRequest = Omit<DownloadRequest, 'format'>;

/** Estimates the bytes of a file. */
export type EstimateSize = (request: DownloadRequest) => Promise<number>;

const formats = Object.keys(formatTexts) as Format[];
/** The number of lines that a spreadsheet opens, including the header. */
const spreadsheetLines = 1_048_576;
/** Milliseconds without a change after which sizes are estimated. */
const rest = 400;

/**
 * A button for each format of a result, with its estimated size, and one for its manifest; fires
 * `download` and `manifest`.
 */
export class DownloadMenu extends LitElement {
  static override styles = [
    controls,
    css`
      div {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.35rem;
        padding: 0.2rem 0.75rem 0.5rem;
        border-bottom: 1px solid var(--line);
      }

      button {
        padding-block: 0.15rem;
      }

      label {
        display: flex;
        align-items: center;
        gap: 0.35rem;
      }

      label input {
        margin: 0;
      }

      span {
        white-space: nowrap;
      }

      span.quiet {
        white-space: normal;
      }

      small {
        margin-inline: 0.1rem 0.35rem;
        color: var(--quiet);
        font-size: 0.8125rem;
      }
    `,
  ];

  @property({ attribute: false }) kind: ResultKind = 'monthly';
  /** How many rows it has. */
  @property({ type: Number }) rows = 0;
  /** The filter of the shown rows, and their number, as far as it is known. */
  @property({ attribute: false }) filter: Filter = {};
  @property({ attribute: false }) found: number | undefined;
  /** Whether the table is in another order than the files. */
  @property({ type: Boolean }) sorted = false;
  @property({ type: Boolean }) disabled = false;
  @property({ attribute: false }) estimateSize: EstimateSize | undefined;
  @state() private whole = false;
  @state() private sizes: ReadonlyMap<Format, number> = new Map();
  #resting: ReturnType<typeof setTimeout> | undefined;
  #of = '';

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#resting);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const of = JSON.stringify([this.kind, this.rows, this.#wanted, this.found]);
    // Estimates of other formats did not disturb a download in the meantime.
    const again = changed.get('disabled') === true && this.sizes.size < formats.length;
    if (of === this.#of && !again) return;
    this.#of = of;
    this.sizes = new Map();
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => void this.#estimate(of), rest);
  }

  override render() {
    const filtered = this.#isFiltered;
    return html`
      <div role="group" aria-label="Download">
        <span class="quiet">Download</span>
        ${formats.map((format) => this.#button(format))}
        <button
          class="manifest"
          aria-disabled=${this.disabled ? 'true' : 'false'}
          title="What a colleague needs to repeat this: files with the checksums of their footers, options, version."
          @click=${this.#manifest}
        >
          Manifest
        </button>
        ${
          filtered
            ? html`<label>
                <input type="checkbox" .checked=${this.whole} @change=${this.#choose} />
                all ${counted(this.rows, 'row')}, not only those shown
              </label>`
            : nothing
        }
        ${this.sorted ? html`<span class="quiet">Files are in the order of channel and video.</span>` : nothing}
        ${
          this.#count >= spreadsheetLines
            ? html`<span class="quiet">A spreadsheet opens only the first 1,048,575 rows of a CSV.</span>`
            : nothing
        }
      </div>
    `;
  }

  #button(format: Format) {
    const size = this.sizes.get(format);
    return html`
      <span>
        <button
          aria-disabled=${this.disabled ? 'true' : 'false'}
          aria-describedby=${format}
          title=${formatTitles[format] ?? nothing}
          @click=${() => this.#fire(format)}
        >
          ${formatTexts[format]}
        </button>
        <small id=${format}>${size === undefined ? nothing : byteText(size)}</small>
      </span>
    `;
  }

  get #isFiltered(): boolean {
    return Object.keys(this.filter).length > 0;
  }

  get #wanted(): Filter {
    return this.whole ? {} : this.filter;
  }

  get #count(): number {
    return this.whole || !this.#isFiltered ? this.rows : (this.found ?? 0);
  }

  /** Finds the sizes one after the other, until something else is shown. */
  async #estimate(of: string): Promise<void> {
    const { kind, estimateSize } = this;
    if (!estimateSize || this.disabled) return;
    for (const format of formats) {
      // A size that cannot be estimated is not shown; the download will report why.
      const size = await estimateSize({ kind, format, filter: this.#wanted }).catch(
        () => undefined,
      );
      if (of !== this.#of || size === undefined) return;
      this.sizes = new Map([...this.sizes, [format, size]]);
    }
  }

  #choose({ currentTarget }: Event): void {
    if (currentTarget instanceof HTMLInputElement) this.whole = currentTarget.checked;
  }

  /** Fires `manifest` with the result and its filter. */
  #manifest(): void {
    if (this.disabled) return;
    const detail: ManifestRequest = { kind: this.kind, filter: this.#wanted };
    this.dispatchEvent(new CustomEvent('manifest', { detail, bubbles: true, composed: true }));
  }

  #fire(format: Format): void {
    // Disabled by attribute only, so that a pressed button keeps the focus.
    if (this.disabled) return;
    const detail: DownloadRequest = { kind: this.kind, format, filter: this.#wanted };
    this.dispatchEvent(new CustomEvent('download', { detail, bubbles: true, composed: true }));
  }
}
