import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import { dayText } from '../../day';
import type { Outcome } from '../../types';
import type { ChannelFinder } from '../../types/channels';
import { numbersView } from '../charts/numbers_view';
import { watchColours } from '../colours';
import { controls } from '../controls';
import { alertOf } from '../messages/problem_text';
import { numbers } from '../small_table';
import { counted } from '../text/amount';
import type { Place } from '../verdict/place';
import { gridOf, HeatMap, heatHeads, mostChannels } from './heat_map';
import { type CellRef, cursor, legend, moved } from './heat_parts';
import { heatStyles } from './heat_styles';
import { axisHeight, paintHeat } from './paint_heat';
import { sameSums, windowOf } from './window';

const title = 'Missing data by channel';

/** A heat map of days and channels; a cell can be read and picked. Fires `place`. */
export class HeatView extends LitElement {
  static override styles = [controls, numbers, heatStyles];

  @property({ attribute: false }) outcome: Outcome | undefined;
  @property({ attribute: false }) channels: ChannelFinder | undefined;
  @state() private map: HeatMap | undefined;
  @state() private total = 0;
  @state() private open = false;
  @state() private failure: unknown;
  /** The cell that is read. */
  @state() private at: CellRef | undefined;
  /** Whether the cell that is pressed was read before. */
  #again = false;
  #request = 0;
  /** The outcome that the map is of. */
  #of: Outcome | undefined;
  readonly #paint = () => {
    const canvas = this.renderRoot.querySelector('canvas');
    if (canvas && this.map) paintHeat(canvas, this.map, Math.max(80, canvas.clientWidth));
  };
  #unwatch = () => {};
  readonly #size = new ResizeObserver(this.#paint);

  override connectedCallback(): void {
    super.connectedCallback();
    this.#size.observe(this);
    this.#unwatch = watchColours(this.#paint);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#size.disconnect();
    this.#unwatch();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('outcome') || changed.has('channels')) void this.#refresh();
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('map')) this.#paint();
  }

  override render() {
    const { map, failure, total } = this;
    if (failure) return alertOf(failure);
    if (!this.outcome || !windowOf(this.outcome.diagnostics)) return nothing;
    if (!map) return html`<p role="status" class="quiet">Adding up the channels…</p>`;
    if (map.channels.length === 0 || map.spans.length === 0) return nothing;
    const shown = map.channels.length;
    const summary =
      shown < total
        ? `The ${shown} of ${counted(total, 'channel')} with the most missing days.`
        : `${counted(total, 'channel')}, the most missing days first.`;
    const { row, column } = this.at ?? { row: 0, column: 0 };
    const columns = map.spans.length;
    return html`
      <figure>
        <figcaption>
          <h2>${title}</h2>
          <p class="quiet">${summary}</p>
        </figcaption>
        ${legend}
        <div class="map">
          <ol aria-hidden="true" translate="no">
            ${map.channels.map((_, at) => html`<li title=${map.name(at)}>${map.name(at)}</li>`)}
          </ol>
          <div class="place">
            <div
              class="picture"
              role="slider"
              tabindex="0"
              aria-label="${title}. ${summary}"
              aria-valuemin="0"
              aria-valuemax=${shown * columns - 1}
              aria-valuenow=${row * columns + column}
              aria-valuetext=${map.about(row, column).join(', ')}
              aria-describedby="keys"
              @keydown=${this.#pressed}
              @pointermove=${this.#pointed}
              @pointerdown=${this.#pointed}
              @pointerleave=${({ pointerType }: PointerEvent) => {
                if (pointerType !== 'touch') this.#read(undefined);
              }}
              @blur=${() => this.#read(undefined)}
              @click=${this.#clicked}
            >
              <canvas aria-hidden="true"></canvas>
              ${this.at ? cursor(map, this.at) : nothing}
            </div>
          </div>
        </div>
        <p class="unseen" id="keys">
          Arrow keys go by days and channels. Enter shows the gaps of the channel on these days.
        </p>
        <details @toggle=${(event: Event) => {
          this.open = (event.target as HTMLDetailsElement).open;
        }}>
          <summary>Show data</summary>
          ${this.open ? numbersView({ title, heads: heatHeads, rows: map.rows }) : nothing}
        </details>
      </figure>
    `;
  }

  #read(at: CellRef | undefined): void {
    this.at = at;
  }

  #pointed(event: PointerEvent): void {
    const { map } = this;
    if (!map) return;
    const { left, top, width, height } = (event.currentTarget as Element).getBoundingClientRect();
    const column = Math.floor(((event.clientX - left) / width) * map.spans.length);
    const row = Math.floor((event.clientY - top) / ((height - axisHeight) / map.channels.length));
    const inside = column >= 0 && column < map.spans.length && row < map.channels.length;
    if (event.type === 'pointerdown') {
      this.#again = this.at?.row === row && this.at.column === column;
    }
    this.#read(inside ? { row, column } : undefined);
  }

  #pressed(event: KeyboardEvent): void {
    const { map, at = { row: 0, column: 0 } } = this;
    if (!map) return;
    if (event.key === 'Enter') this.#pick();
    const next = moved(event.key, at, map);
    if (!next) return;
    event.preventDefault();
    this.#read(next);
  }

  /** A finger reads a cell first, and picks it when it is pressed again. */
  #clicked({ pointerType }: PointerEvent): void {
    if (pointerType !== 'touch' || this.#again) this.#pick();
  }

  /** Shows the gaps of the cell that is read. */
  #pick(): void {
    const { map, at } = this;
    const span = map?.spans[at?.column ?? -1];
    if (!map || !at || !span) return;
    const id = map.channels[at.row];
    const days = { first: dayText(span.first), last: dayText(span.last) };
    const detail: Place = {
      tab: 'gaps',
      kind: 'gapsRanges',
      ...(id !== undefined && { id }),
      ...days,
    };
    this.dispatchEvent(new CustomEvent('place', { detail, bubbles: true, composed: true }));
  }

  async #refresh(): Promise<void> {
    const { outcome, channels } = this;
    const window = outcome && windowOf(outcome.diagnostics);
    if (!window || !channels || outcome.updating === 'gaps') return;
    if (sameSums(outcome, this.#of)) return;
    this.#of = outcome;
    this.#request += 1;
    const request = this.#request;
    try {
      const found = await channels.list({ max: mostChannels, ...window });
      const grid = gridOf(found.channels, window);
      const heat = await channels.heat(grid);
      if (request !== this.#request) return;
      this.map = new HeatMap(grid, heat, outcome.diagnostics.coverage?.outages ?? []);
      this.total = found.total;
      this.failure = undefined;
    } catch (thrown) {
      if (request !== this.#request) return;
      // The next outcome tries again.
      this.#of = undefined;
      this.failure = thrown;
    }
  }
}
