import { html, LitElement, nothing, type PropertyValues, svg } from 'lit';
import { property, state } from 'lit/decorators.js';
import { dayText } from '../../day';
import { controls } from '../controls';
import type { Calendar, MonthOfDays } from './days';
import { legendOf, mark, monthMarks, stateTexts } from './marks';
import { calendarStyles } from './styles';

const names = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A calendar, a row for each month; the mouse or the keys select a day to describe. */
export class CalendarStrip extends LitElement {
  static override styles = [controls, calendarStyles];

  @property({ attribute: false }) calendar: Calendar | undefined;
  @property() label = '';
  /** The described day. */
  @state() private day: number | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('calendar')) this.day = undefined;
  }

  override render() {
    const { calendar } = this;
    const { first, last } = this.#bounds;
    if (!calendar || first === undefined || last === undefined) return nothing;
    const { months } = calendar;
    const day = this.day ?? calendar.gaps[0]?.first ?? first;
    return html`
      <ul class="legend" aria-label="Marks">
        ${legendOf(months).map(
          (each) =>
            html`<li><svg viewBox="0 0 10 10" aria-hidden="true">${mark(each)}</svg>${stateTexts[each]}</li>`,
        )}
      </ul>
      <div class="calendar">
      <div
        class="slider"
        role="slider"
        tabindex="0"
        aria-label=${this.label}
        aria-orientation="horizontal"
        aria-valuemin="0"
        aria-valuemax=${last - first}
        aria-valuenow=${day - first}
        aria-valuetext=${this.#textOf(day)}
        aria-describedby="keys"
        @focus=${() => {
          this.day ??= day;
        }}
        @keydown=${(event: KeyboardEvent) => this.#pressed(event, day)}
      ></div>
      <div class="years" @pointermove=${this.#pointed} @pointerdown=${this.#pointed}>
        ${yearsOf(months).map(([year, ofYear]) => this.#year(year, ofYear))}
      </div>
      </div>
      <p class="day quiet" aria-hidden="true">${this.day === undefined ? nothing : this.#textOf(this.day)}</p>
      <p class="unseen" id="keys">
        Arrow keys go by days and months, Page Up and Page Down from gap to gap.
      </p>
    `;
  }

  #year(year: string, months: readonly MonthOfDays[]) {
    return html`
      <div class="year">
        <div class="head">
          <h3>${year}</h3>
          <div class="numbers-of-days" aria-hidden="true">${[1, 8, 15, 22, 29].map((each) => html`<span>${each}</span>`)}</div>
        </div>
        ${months.map((month) => this.#month(month))}
      </div>
    `;
  }

  #month(month: MonthOfDays) {
    const at = this.day === undefined ? -1 : this.day - month.first;
    return html`
      <div class="month">
        <span>${names[Number(dayText(month.first).slice(-5, -3)) - 1]}</span>
        <svg
          viewBox="0 0 310 10"
          preserveAspectRatio="none"
          data-first=${month.first}
          role="img"
          aria-label=${monthText(month)}
        >
          ${monthMarks(month)}
          ${
            at >= 0 && at < month.states.length
              ? svg`<rect class="cursor" x=${at * 10 + 0.5} y="0.5" width="9" height="9"></rect>`
              : nothing
          }
        </svg>
      </div>
    `;
  }

  get #bounds(): { first?: number; last?: number } {
    const months = this.calendar?.months ?? [];
    const [first, last] = [months[0], months.at(-1)];
    return first && last ? { first: first.first, last: last.first + last.states.length - 1 } : {};
  }

  #textOf(day: number): string {
    const months = this.calendar?.months ?? [];
    const month = months.findLast(({ first }) => first <= day);
    const state = month?.states[day - month.first];
    return state ? `${dayText(day)}: ${stateTexts[state]}` : dayText(day);
  }

  #pressed(event: KeyboardEvent, day: number): void {
    const { first = 0, last = 0 } = this.#bounds;
    const { months = [], gaps = [] } = this.calendar ?? {};
    const month = months.findLastIndex((each) => each.first <= day);
    const within = day - (months[month]?.first ?? day);
    const inMonth = (at: number) => {
      const to = months[at];
      return to && to.first + Math.min(within, to.states.length - 1);
    };
    const targets: Record<string, number | undefined> = {
      ArrowLeft: day - 1,
      ArrowRight: day + 1,
      ArrowUp: inMonth(month - 1),
      ArrowDown: inMonth(month + 1),
      PageUp: gaps.findLast((gap) => gap.first < day)?.first,
      PageDown: gaps.find((gap) => gap.first > day)?.first,
      Home: first,
      End: last,
    };
    if (!(event.key in targets)) return;
    event.preventDefault();
    this.day = Math.max(first, Math.min(last, targets[event.key] ?? day));
  }

  #pointed(event: PointerEvent): void {
    const row = (event.target as Element).closest('svg');
    if (!row) return;
    const { left, width } = row.getBoundingClientRect();
    const at = Math.floor(((event.clientX - left) / width) * 31);
    const month = this.calendar?.months.find(({ first }) => first === Number(row.dataset.first));
    if (event.type === 'pointerdown') {
      event.preventDefault();
      this.renderRoot.querySelector<HTMLElement>('.slider')?.focus();
    }
    if (month && at >= 0 && at < month.states.length) this.day = month.first + at;
  }

  protected override updated(): void {
    const cursor = this.renderRoot.querySelector('.cursor');
    if (this.renderRoot instanceof ShadowRoot && this.renderRoot.activeElement) {
      cursor?.scrollIntoView({ block: 'nearest' });
    }
  }
}

/** Returns how many days of a month have data or lack it, without those that need none. */
function monthText({ states }: MonthOfDays): string {
  const days = (state: string) => states.filter((each) => each === state).length;
  const [present, missing] = [days('present'), days('missing')];
  return `${present} with data, ${missing} missing`;
}

function yearsOf(months: readonly MonthOfDays[]): [string, MonthOfDays[]][] {
  const years = new Map<string, MonthOfDays[]>();
  for (const month of months) {
    const year = dayText(month.first).slice(0, -6);
    years.set(year, [...(years.get(year) ?? []), month]);
  }
  return [...years];
}
