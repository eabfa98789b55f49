import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import { dayText } from '../../day';
import type { Outcome } from '../../types';
import type { ChannelFinder, ChannelOrder, ChannelQuery, Channels } from '../../types/channels';
import { controls } from '../controls';
import type { SaveRequest } from '../diagnostics/report';
import { fold, menu, menuStyles } from '../menu';
import { alertOf } from '../messages/problem_text';
import { formatTexts, formatTitles } from '../results/kinds';
import { counted, grouped } from '../text/amount';
import type { Place } from '../verdict/place';
import { channelCsv } from './channel_csv';
import { channelStyles } from './channel_styles';
import { channelTable } from './channel_table';
import { columnsOf } from './columns';
import { lackingTable } from './lacking_table';
import { sameSums, windowOf } from './window';

/** How many channels are listed at first, and how many more each time. */
const page = 200;

/**
 * The sums of channels, those first that need attention; fires `place`, `video`, `save`, and
 * `query` with another search or order.
 */
export class ChannelsView extends LitElement {
  static override styles = [controls, menuStyles, channelStyles];

  @property({ attribute: false }) outcome: Outcome | undefined;
  @property({ attribute: false }) channels: ChannelFinder | undefined;
  /** The search and the order. */
  @property({ attribute: false }) query: ChannelQuery = {};
  /** Whether something is being saved, so that nothing else can be. */
  @property({ type: Boolean }) saving = false;
  @state() private found: Channels | undefined;
  @state() private busy = false;
  @state() private failure: unknown;
  /** The outcome that the sums are of. */
  #of: Outcome | undefined;
  /** Whether to search again after the current search. */
  #next = false;

  protected override willUpdate(changed: PropertyValues): void {
    const given = changed.has('outcome') || changed.has('channels');
    if (changed.has('query') || (given && !sameSums(this.outcome, this.#of))) void this.#refresh();
  }

  override render() {
    const { outcome, found, query } = this;
    const window = outcome && windowOf(outcome.diagnostics);
    if (!outcome) return nothing;
    if (!window) return html`<p>No readable dates.</p>`;
    if (this.failure) return alertOf(this.failure);
    if (!found) return html`<p role="status" class="quiet">Adding up the channels…</p>`;
    const { channels, total, videos } = found;
    return html`
      <section aria-busy=${this.busy ? 'true' : 'false'}>
        <div class="head">
          ${this.#filter(total)}
          ${menu('Export', 'Export', [this.#export('csv'), this.#export('spreadsheet.csv')])}
        </div>
        ${
          channels.length > 0
            ? channelTable(channels, columnsOf(outcome), query, {
                sort: (order) => this.#sort(order),
                pick: (id) => this.#fire<Place>('place', { tab: 'gaps', kind: 'gapsRanges', id }),
              })
            : nothing
        }
        <p class="quiet">
          ${
            channels.length < total
              ? html`The first ${grouped(channels.length)} of ${grouped(total)}.
                <button @click=${() => this.#change({ max: (query.max ?? page) + 5 * page })}>Show more</button>`
              : nothing
          }
          Missing days are those of the channel’s videos from upload on, within the dates of the
          data; outages count as missing.
        </p>
      </section>
      ${lackingTable(videos.slice(0, page), window, (video) => this.#fire('video', video))}
    `;
  }

  #filter(total: number) {
    const { id = '' } = this.query;
    const found = id
      ? total === 0
        ? 'No channels match.'
        : `${counted(total, 'channel')} match.`
      : counted(total, 'channel');
    return html`
      <form
        role="search"
        aria-label="Channels"
        @submit=${(event: Event) => event.preventDefault()}
      >
        <input
          type="search"
          name="channel"
          aria-label="Search channel IDs"
          placeholder="Search channel IDs"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          .value=${id}
          @input=${({ target }: Event) => this.#change({ id: (target as HTMLInputElement).value.trim() })}
        />
        <span class="quiet" role="status">${found}</span>
      </form>
    `;
  }

  #export(format: 'csv' | 'spreadsheet.csv') {
    return html`
      <span class="choice">
        <button
          ?disabled=${this.saving || this.busy}
          aria-describedby="note-${format}"
          @click=${() => this.#save(format)}
        >
          ${formatTexts[format]}
        </button>
        <small id="note-${format}">${formatTitles[format] ?? nothing}</small>
      </span>
    `;
  }

  /** Saves all channels of the search, in the shown order. */
  #save(format: 'csv' | 'spreadsheet.csv'): void {
    const { outcome, found, channels, query } = this;
    const window = outcome && windowOf(outcome.diagnostics);
    if (!window || !found || !channels) return;
    fold(this.renderRoot.querySelector('details'));
    const text = async () => {
      const all = await channels.list({ ...query, ...window, max: found.total });
      return channelCsv(all.channels, columnsOf(outcome), format !== 'csv');
    };
    const days = `${dayText(window.first)}_${dayText(window.last)}`;
    this.#fire<SaveRequest>('save', { name: `channels_${days}.${format}`, text });
  }

  #sort(order: ChannelOrder): void {
    const { order: last = 'missingDays', reversed = false } = this.query;
    this.#change({ order, reversed: order === last && !reversed });
  }

  #change(change: Partial<ChannelQuery>): void {
    const detail: ChannelQuery = { ...this.query, ...change };
    this.dispatchEvent(new CustomEvent('query', { detail }));
  }

  #fire<Detail>(name: string, detail: Detail): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  /** Adds up again; of requests in quick succession only the first and the last run. */
  async #refresh(): Promise<void> {
    this.#next = true;
    if (this.busy) return;
    this.busy = true;
    while (this.#next) {
      this.#next = false;
      const { outcome, channels, query } = this;
      const window = outcome && windowOf(outcome.diagnostics);
      if (!window || !channels || outcome.updating === 'gaps') break;
      this.#of = outcome;
      try {
        this.found = await channels.list({ max: page, ...query, ...window });
        this.failure = undefined;
      } catch (thrown) {
        // The next outcome tries again.
        this.#of = undefined;
        this.failure = thrown;
      }
    }
    this.busy = false;
  }
}
