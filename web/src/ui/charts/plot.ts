import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import { watchColours } from '../colours';
import { controls } from '../controls';
import { numbers } from '../small_table';
import type { Drawn, Uses } from './draw';
import type { Figure } from './figures/figure';
import { numbersView } from './numbers_view';
import { plotStyles } from './plot_styles';
import { positionAfter } from './position';
import { withLanguage } from './with_language';

/**
 * A chart with its numbers as a table; the drawing code is loaded with the first chart. Every
 * position can be read with the pointer or the arrow keys. Fires `pick` with the position that is
 * clicked or entered, and `range` with the first and last one that are brushed.
 */
export class Plot extends LitElement {
  static override styles = [controls, numbers, plotStyles];

  @property({ attribute: false }) figure: Figure | undefined;
  @state() private open = false;
  /** The position that is read. */
  @state() private at: number | undefined;
  /** Where its tooltip is, in pixels. */
  @state() private left = 0;
  /** Why the chart can't be drawn. */
  @state() private failure = '';
  #drawn: Drawn | undefined;
  #drawing = 0;
  #unwatch = () => {};
  readonly #size = new ResizeObserver(() => this.#drawn?.resize(this.#width));
  readonly #redraw = () => void this.#draw();

  override connectedCallback(): void {
    super.connectedCallback();
    this.#size.observe(this);
    this.#unwatch = watchColours(this.#redraw);
    if (this.hasUpdated) this.#redraw();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#size.disconnect();
    this.#unwatch();
    this.#remove();
  }

  override render() {
    const { figure } = this;
    if (!figure) return nothing;
    const { title, summary, rows, drawing } = figure;
    const last = Math.max(0, drawing.xs.length - (drawing.style === 'steps' ? 2 : 1));
    const at = Math.min(this.at ?? 0, last);
    const about = drawing.about(at);
    return html`
      <figure>
        <figcaption>
          <h2>${title}</h2>
          <p class="quiet">${summary}</p>
        </figcaption>
        ${this.failure ? html`<p role="alert">The chart can’t be drawn: ${this.failure}. Its numbers are below.</p>` : nothing}
        ${drawing.below ? html`<p class="below quiet">Below: ${drawing.below.label.toLowerCase()}</p>` : nothing}
        <div class="place" ?hidden=${rows.length === 0 || this.failure !== ''} @pointerleave=${this.#left}>
          <div
            class="picture"
            translate="no"
            role="slider"
            tabindex="0"
            aria-label="${title}. ${summary}"
            aria-valuemin="0"
            aria-valuemax=${last}
            aria-valuenow=${at}
            aria-valuetext=${about.join(', ')}
            @keydown=${this.#pressed}
          ></div>
          ${
            this.at !== undefined && about.length > 0
              ? html`<div class="tip" .style=${`inset-inline-start: ${this.left}px`} aria-hidden="true">
                  ${about.map((line) => html`<span>${line}</span>`)}
                </div>`
              : nothing
          }
        </div>
        <details ?hidden=${rows.length === 0} ?open=${this.failure !== ''} @toggle=${this.#toggled}>
          <summary>Show data</summary>
          ${this.open ? numbersView(figure) : nothing}
        </details>
      </figure>
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('figure')) return;
    const before = changed.get('figure') as Figure | undefined;
    if (this.#drawn && this.figure && sameKind(this.figure, before))
      this.#drawn.show(this.figure.drawing);
    else this.#redraw();
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
      this.#drawn = draw(host, figure.drawing, this.#width, this.#uses);
      this.failure = '';
    } catch (thrown) {
      if (turn !== this.#drawing) return;
      this.#remove();
      this.failure = thrown instanceof Error ? thrown.message : String(thrown);
    }
  }

  readonly #uses: Uses = {
    over: (at, left) => {
      if (at === undefined) return;
      this.at = at;
      this.left = Math.min(Math.max(left, 70), this.#width - 110);
    },
    picked: (at) => this.#fire('pick', [at]),
    brushed: (first, last) => this.#fire('range', [first, last]),
  };

  #left(): void {
    this.at = undefined;
  }

  #pressed(event: KeyboardEvent): void {
    const { drawing } = this.figure ?? {};
    if (!drawing) return;
    const { xs, style, bands = [] } = drawing;
    const last = xs.length - (style === 'steps' ? 2 : 1);
    const marked = bands.map(([from]) => xs.indexOf(from)).filter((each) => each >= 0);
    const target = positionAfter(event.key, this.at ?? -1, last, marked);
    if (event.key === 'Enter') this.#fire('pick', [this.at ?? 0]);
    if (target === undefined) return;
    event.preventDefault();
    const next = Math.min(Math.max(target, 0), last);
    this.#drawn?.point(next);
    this.at = next;
  }

  /** Fires positions by their indexes. */
  #fire(name: 'pick' | 'range', indexes: readonly number[]): void {
    const detail = indexes.map((at) => this.figure?.drawing.xs[at] ?? 0);
    this.dispatchEvent(new CustomEvent(name, { detail }));
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
