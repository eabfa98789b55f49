import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import { dayNumber, dayText } from '../../day';
import type { Outcome, VideoDays } from '../../types';
import type { VideoFinder } from '../../types/video_finder';
import { visible } from '../../visible';
import { controls } from '../controls';
import { defineOnce } from '../define_once';
import { alertOf } from '../messages/problem_text';
import { numbers, smallTable } from '../small_table';
import { counted, grouped } from '../text/amount';
import { type Calendar, calendarOf, days } from './days';
import { CalendarStrip } from './strip';
import { calendarStyles } from './styles';

defineOnce('day-tally-strip', CalendarStrip);

/** The maximum number of rows of gaps. */
const maxRows = 2_000;

/** A channel and an upload day of a video. */
interface Choice {
  readonly video: VideoDays;
  readonly created: number | undefined;
}

/** The days of one video. */
export class CalendarView extends LitElement {
  static override styles = [controls, smallTable, numbers, calendarStyles];

  @property({ attribute: false }) outcome: Outcome | undefined;
  @property({ attribute: false }) videos: VideoFinder | undefined;
  /** The id of the video. */
  @property() video = '';
  @state() private shown = '';
  @state() private choices: readonly Choice[] | undefined;
  @state() private chosen = 0;
  @state() private failure: unknown;
  #request = 0;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('video') || changed.has('outcome')) void this.#refresh();
  }

  override render() {
    const { choices, failure } = this;
    const choice = choices?.[this.chosen];
    return html`
      ${choices && choices.length > 1 ? this.#select(choices) : nothing}
      ${failure ? alertOf(failure) : nothing}
      ${choices?.length === 0 ? html`<p role="status">${this.#none()}</p>` : nothing}
      ${choice ? this.#calendar(choice) : nothing}
    `;
  }

  #none(): string {
    return `No video in the data has the ID ${visible(this.shown)}. IDs are case-sensitive.`;
  }

  #select(choices: readonly Choice[]) {
    return html`
      <label>
        <span class="quiet">Channel and upload day</span>
        <select
          @change=${(event: Event) => {
            this.chosen = (event.target as HTMLSelectElement).selectedIndex;
          }}
        >
          ${choices.map(
            ({ video, created }, at) => html`
              <option ?selected=${at === this.chosen}>
                ${visible(video.channelId ?? 'without a channel')}, ${created === undefined ? 'no upload day' : dayText(created)}
              </option>
            `,
          )}
        </select>
      </label>
    `;
  }

  #calendar({ video, created }: Choice) {
    const { endDate, coverage } = this.outcome?.diagnostics ?? {};
    const end = endDate ? dayNumber(endDate) : undefined;
    if (end === undefined) return html`<p>No readable dates.</p>`;
    const excluded = coverage?.outagesExcluded ? coverage.outages : [];
    const outages = excluded.map(({ date }) => dayNumber(date) ?? Number.NaN);
    const spans = outages.map((day) => ({ first: day, last: day }));
    const calendar = calendarOf(video, created, end, spans);
    return html`
      <p role="status">${sentence(calendar)}</p>
      <day-tally-strip .calendar=${calendar} label="Days of the video ${this.shown}"></day-tally-strip>
      ${gapsTable(calendar)}
    `;
  }

  /** Finds the days again when they may have changed. */
  async #refresh(): Promise<void> {
    const { videos, outcome } = this;
    if (!videos || !outcome || outcome.updating === 'gaps') return;
    this.#request += 1;
    const request = this.#request;
    const wanted = () => request === this.#request;
    try {
      const { video } = this;
      const found = video ? await videos.find(video) : [];
      if (!wanted()) return;
      const choices = found.flatMap((each): Choice[] => {
        const created = each.created.length > 0 ? each.created : [undefined];
        return created.map((day) => ({ video: each, created: day }));
      });
      if (video !== this.shown) this.chosen = 0;
      this.shown = video;
      this.choices = choices;
      this.failure = undefined;
    } catch (thrown) {
      if (wanted()) this.failure = thrown;
    }
  }
}

function sentence({ created, end, present, expected, extra, gaps, cut }: Calendar): string {
  const more = extra > 0 ? ` ${counted(extra, 'day')} with data outside this range.` : '';
  const shown = cut ? ' Only the last 20 years are drawn.' : '';
  if (created === undefined) return `Upload date unknown, so gaps cannot be computed.${more}`;
  if (created > end) {
    return `Uploaded ${dayText(created)}, after the end date.${more}`;
  }
  const missing = days(gaps);
  const gapText =
    missing > 0 ? `${grouped(missing)} missing in ${counted(gaps.length, 'gap')}` : 'none missing';
  return `${grouped(present)} of ${counted(expected, 'day')} have data (${dayText(created)} – ${dayText(end)}); ${gapText}.${more}${shown}`;
}

function gapsTable({ gaps }: Calendar) {
  if (gaps.length === 0) return nothing;
  return html`
    <details>
      <summary>List gaps</summary>
      <div class="numbers" tabindex="0" role="region" aria-label="Gaps of the video">
        <table>
          <thead>
            <tr><th scope="col">From</th><th scope="col">To</th><th scope="col">Days</th></tr>
          </thead>
          <tbody>
            ${gaps.slice(0, maxRows).map(
              ({ first, last }) => html`
                <tr><td>${dayText(first)}</td><td>${dayText(last)}</td><td>${grouped(last - first + 1)}</td></tr>
              `,
            )}
          </tbody>
        </table>
        ${gaps.length > maxRows ? html`<p class="quiet">The first ${grouped(maxRows)} of ${grouped(gaps.length)}.</p>` : nothing}
      </div>
    </details>
  `;
}
