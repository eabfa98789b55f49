import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import { controls } from '../controls';
import { numbers } from '../small_table';
import type { Drawn } from './draw';
import type { Figure } from './figures';

/** The maximum number of rows of numbers shown. */
const most = 2_000;

/** A chart with its numbers as a table; the drawing code is loaded with the first chart. */
export class Plot extends LitElement {
  static override styles = [
    controls,
    numbers,
    css`
      figure {
        margin: 0;
      }

      .picture {
        min-height: 14rem;
        margin-top: 0.5rem;
        overflow: hidden;
      }

      .u-legend {
        pointer-events: none;
        font: inherit;
        text-align: start;
        color: var(--quiet);
      }

      .numbers table {
        border-collapse: collapse;
      }

      .numbers th,
      .numbers td {
        padding: 0.15rem 1.25rem 0.15rem 0;
        border-bottom: 1px solid var(--line);
        text-align: end;
      }

      .numbers tr > :first-child {
        text-align: start;
        font-weight: 400;
      }
    `,
  ];

  @property({ attribute: false }) figure: Figure | undefined;
  @state() private open = false;
  /** Why the chart can't be drawn. */
  @state() private failure = '';
  #drawn: Drawn | undefined;
  #drawing = 0;
  readonly #dark = matchMedia('(prefers-color-scheme: dark)');
  readonly #size = new ResizeObserver(() => this.#drawn?.resize(this.#width));
  readonly #redraw = () => void this.#draw();

  override connectedCallback(): void {
    super.connectedCallback();
    this.#size.observe(this);
    this.#dark.addEventListener('change', this.#redraw);
    if (this.hasUpdated) this.#redraw();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#size.disconnect();
    this.#dark.removeEventListener('change', this.#redraw);
    this.#remove();
  }

  override render() {
    const { figure } = this;
    if (!figure) return nothing;
    const { title, summary, rows } = figure;
    return html`
      <figure>
        <figcaption>
          <h2>${title}</h2>
          <p class="quiet">${summary}</p>
        </figcaption>
        ${this.failure ? html`<p role="alert">The chart can’t be drawn: ${this.failure}. Its numbers are below.</p>` : nothing}
        <div
          class="picture"
          translate="no"
          role="img"
          aria-label="${title}. ${summary}"
          ?hidden=${rows.length === 0 || this.failure !== ''}
        ></div>
        <details ?hidden=${rows.length === 0} ?open=${this.failure !== ''} @toggle=${this.#toggled}>
          <summary>Numbers</summary>
          ${this.open ? this.#numbers(figure) : nothing}
        </details>
      </figure>
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('figure')) return;
    const before = changed.get('figure') as Figure | undefined;
    if (this.#drawn && this.figure && sameKind(this.figure, before)) this.#drawn.show(this.figure);
    else this.#redraw();
  }

  #numbers({ title, heads, rows }: Figure) {
    return html`
      <div class="numbers" tabindex="0" role="region" aria-label="${title}, numbers">
        <table>
          <thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
          <tbody>
            ${rows.slice(0, most).map(
              ([first, ...rest]) => html`
                <tr><th scope="row">${first}</th>${rest.map((text) => html`<td>${text}</td>`)}</tr>
              `,
            )}
          </tbody>
        </table>
        ${rows.length > most ? html`<p class="quiet">The first ${most} of ${rows.length}.</p>` : nothing}
      </div>
    `;
  }

  #toggled(event: Event): void {
    this.open = (event.target as HTMLDetailsElement).open;
  }

  async #draw(): Promise<void> {
    const { figure } = this;
    this.#drawing += 1;
    const turn = this.#drawing;
    if (!figure || figure.rows.length === 0) return this.#remove();
    try {
      const { draw, sheet } = await withLanguage(() => import('./draw'));
      const host = this.renderRoot.querySelector<HTMLElement>('.picture');
      if (turn !== this.#drawing || !host || !this.isConnected) return;
      this.#remove();
      const root = this.renderRoot as ShadowRoot;
      if (!root.adoptedStyleSheets.includes(sheet)) {
        root.adoptedStyleSheets = [sheet, ...root.adoptedStyleSheets];
      }
      this.#drawn = draw(host, figure, this.#width);
      this.failure = '';
    } catch (thrown) {
      if (turn !== this.#drawing) return;
      this.#remove();
      this.failure = thrown instanceof Error ? thrown.message : String(thrown);
    }
  }

  #remove(): void {
    this.#drawn?.remove();
    this.#drawn = undefined;
  }

  get #width(): number {
    return Math.max(200, this.clientWidth);
  }
}

/** Whether two figures differ only in their numbers. */
function sameKind(a: Figure, b: Figure | undefined): boolean {
  return a.title === b?.title && a.rows.length > 0 && b.rows.length > 0;
}

/**
 * Runs code that reads the browser's language, with a valid one. If the language is not a valid
 * tag, as in WebKitGTK with LANG=C, uPlot throws when it is loaded.
 */
async function withLanguage<T>(body: () => Promise<T>): Promise<T> {
  if (isValid(navigator.language)) return await body();
  // An own property hides that of the prototype until it is removed.
  Object.defineProperty(navigator, 'language', { value: 'en-US', configurable: true });
  try {
    return await body();
  } finally {
    Reflect.deleteProperty(navigator, 'language');
  }
}

function isValid(language: string): boolean {
  try {
    return Intl.getCanonicalLocales(language).length > 0;
  } catch {
    return false;
  }
}
