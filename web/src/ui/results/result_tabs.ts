import { html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import type { Count, Dataset, Outcome, Overview, ResultKind, RowSource } from '../../types';
import type { ChannelQuery } from '../../types/channels';
import { isSimulated } from '../../types/count_source';
import { controls } from '../controls';
import { notFetched } from '../provider/not_fetched';
import { counted } from '../text/amount';
import type { Place } from '../verdict/place';
import { reveal } from '../verdict/reveal';
import { videoSearch } from '../video/video_search';
import type { Answers } from './answers';
import { gapForms, kindTexts } from './kinds';
import {
  firstLook,
  kindOf,
  type Look,
  type LookChange,
  type Query,
  queried,
  queryOf,
} from './look';
import { absent, dayNote, labelOf, noneText, problemText, sourceNote } from './result_notes';
import { tabStyles } from './result_tabs_styles';
import { countText, tabList } from './tab_list';
import { gapFormsView, type Tab, tabs } from './tabs';

export type { Tab };

/**
 * The results of a run, a tab for each; fires `look` with what else the user wants to see. Downloads
 * bubble up as `download`.
 */
export class ResultTabs extends LitElement {
  static override styles = [controls, tabStyles];

  @property({ attribute: false }) outcome: Outcome | undefined;
  @property({ attribute: false }) input: Dataset | undefined;
  @property({ attribute: false }) sources: ReadonlyMap<ResultKind, RowSource> = new Map();
  /** The requests of its views. */
  @property({ attribute: false }) answers: Answers | undefined;
  /** Adds up what the overview shows. */
  @property({ attribute: false }) overview: (() => Promise<Overview>) | undefined;
  /** Whether something is being downloaded, so that nothing else can be. */
  @property({ type: Boolean }) downloading = false;
  /** Whether the user may choose a provider. */
  @property({ type: Boolean }) asks = false;
  /** The shown tab; the first for an unknown name. */
  @property() tab = 'overview';
  /** The available tabs; all if empty. */
  @property({ attribute: false }) shown: readonly string[] = [];
  /** What else is shown. */
  @property({ attribute: false }) look: Look = firstLook;
  /** Makes the URL that shows a video; if absent, none can be copied. */
  @property({ attribute: false }) linkTo: ((video: string) => string) | undefined;

  override render() {
    const { outcome } = this;
    if (!outcome) return nothing;
    const tab = this.#shown;
    return html`
      <div class="head">
        ${tabList(
          this.#tabs.map((each) => [each, countText(each, this.look.form, outcome)]),
          tab,
          outcome,
          (chosen) => this.#select(chosen),
        )}
        ${videoSearch((detail) => this.#show({ detail }))}
      </div>
      <div role="tabpanel" id="panel" aria-labelledby="tab-${tab}" @video=${this.#show}>
        ${this.#panel(tab, outcome)}
      </div>
      <day-tally-video
        .outcome=${outcome}
        .videos=${this.answers?.videos}
        .video=${this.look.video}
        .linkTo=${this.linkTo}
        @video=${this.#show}
      ></day-tally-video>
    `;
  }

  /** Shows a place that the user went to. */
  reveal(place: Place): Promise<void> {
    return reveal(this, place);
  }

  #panel(tab: Tab, outcome: Outcome) {
    switch (tab) {
      case 'overview':
        return html`<day-tally-overview
          .outcome=${outcome}
          .load=${this.overview}
          .channels=${this.answers?.channels}
        ></day-tally-overview>`;
      case 'channels':
        return html`<day-tally-channels
          .outcome=${outcome}
          .channels=${this.answers?.channels}
          .query=${this.look.channels}
          ?saving=${this.downloading}
          @query=${({ detail }: CustomEvent<ChannelQuery>) =>
            this.#fire({ look: { channels: detail }, navigates: false })}
        ></day-tally-channels>`;
      case 'diagnostics':
        return html`<day-tally-diagnostics
          .outcome=${outcome}
          .input=${this.input}
          .issueRows=${this.answers?.issueRows}
          ?saving=${this.downloading}
        ></day-tally-diagnostics>`;
      default:
        return this.#resultView(kindOf(tab, this.look.form) ?? 'monthly', outcome);
    }
  }

  #resultView(kind: ResultKind, outcome: Outcome) {
    const count = outcome.counts.get(kind);
    const source = this.sources.get(kind);
    const isGap = gapForms.includes(kind);
    const updating = outcome.updating === (isGap ? 'gaps' : 'snapshot') && kind !== 'monthly';
    const query = queryOf(this.look, kind);
    const rows = count?.rows;
    return html`
      ${kind === 'snapshot' ? html`<slot name="snapshot"></slot>` : nothing}
      <div class="bar">
        ${
          isGap
            ? gapFormsView(kind, (form) => this.#fire({ look: { form }, navigates: true }))
            : nothing
        }
        <p class="quiet">
          ${rows === undefined ? nothing : html`<strong>${counted(rows, 'row')}.</strong>`}
          ${kindTexts[kind].note} ${sourceNote(kind, outcome)} ${dayNote(kind, outcome, this.look.filters.get(kind))}
        </p>
      </div>
      ${
        updating
          ? html`<p class="message" role="status">
              ${count ? 'Updating…' : 'Fetching counts…'}
            </p>`
          : source
            ? html`<day-tally-result
                exportparts="table,toolbar"
                .kind=${kind}
                .source=${source}
                .find=${this.answers?.find}
                .fields=${query.fields}
                .sort=${query.sort}
                .hiddenColumns=${query.hidden}
                @query=${({ detail }: CustomEvent<Query>) =>
                  this.#fire(queried(this.look, kind, detail))}
                .estimateSize=${this.answers?.estimateSize}
                .none=${noneText(kind, outcome)}
                .label=${labelOf(kind, isSimulated(kind, outcome.options))}
                ?downloading=${this.downloading}
              ></day-tally-result>`
            : this.#missing(kind, count)
      }
    `;
  }

  /** Renders the reason in place of a missing result. */
  #missing(kind: ResultKind, count: Count | undefined) {
    if (!count && this.asks && this.input?.plan.kinds.includes(kind)) {
      return notFetched((detail) =>
        this.dispatchEvent(new CustomEvent('chooseprovider', { detail })),
      );
    }
    return html`<p class="message">${count?.problem ? problemText(count.problem) : absent}</p>`;
  }

  #select(tab: Tab): void {
    if (tab !== this.#shown) this.#fire({ tab, navigates: true });
  }

  /** Shows the video whose id was pressed, or none. */
  #show({ detail: video }: { readonly detail: string }): void {
    if (video !== this.look.video) this.#fire({ look: { video }, navigates: video !== '' });
  }

  #fire(detail: LookChange): void {
    this.dispatchEvent(new CustomEvent<LookChange>('look', { detail }));
  }

  get #tabs(): readonly Tab[] {
    const some = tabs.filter((tab) => this.shown.includes(tab));
    return some.length > 0 ? some : tabs;
  }

  get #shown(): Tab {
    const [first = 'overview'] = this.#tabs;
    return this.#tabs.find((tab) => tab === this.tab) ?? first;
  }
}
