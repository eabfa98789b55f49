import { html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { lastOfMonth } from '../../../day';
import type { ResultKind } from '../../../types';
import { controls } from '../../controls';
import { checkDay, dayField } from '../../day_field';
import { grouped } from '../../text/amount';
import { dayLabels, type FilterFields, noFilter } from './filter_fields';
import { filterStyles } from './filter_styles';

/**
 * The fields of a filter; fires `filter` with them as they are typed, and `cancel` to stop the
 * search.
 */
export class FilterBar extends LitElement {
  static override styles = [controls, filterStyles];

  @property({ attribute: false }) kind: ResultKind = 'monthly';
  @property({ attribute: false }) fields: FilterFields = noFilter;
  /** The total number of rows, and how many match the filter. */
  @property({ attribute: false }) total = 0;
  @property({ attribute: false }) found: number | undefined;
  /** The share of the rows that was searched, from 0 to 1, during a search. */
  @property({ attribute: false }) looking: number | undefined;

  override render() {
    const { kind, fields, total, found, looking } = this;
    const days = dayLabels[kind];
    const search = kind === 'unanswered' ? 'Search video IDs' : 'Search channel or video IDs';
    const any = fields.id !== '' || fields.first !== '' || fields.last !== '';
    const says = !any || found === undefined ? '' : of(found, total);
    return html`
      <form role="search" aria-label="Filter" @submit=${(event: Event) => event.preventDefault()} @input=${this.#enter}>
        <label>
          <span class="unseen">${search}</span>
          <input
            type="search"
            name="id"
            placeholder=${search}
            autocomplete="off"
            autocapitalize="none"
            spellcheck="false"
            .value=${live(fields.id)}
          />
        </label>
        ${days ? this.#days(days) : nothing}
        <button type="button" class=${any ? '' : 'away'} @click=${this.#clear}>Clear filter</button>
        <span class="looking">
          <span class="quiet" role="status">${looking === undefined ? says : 'Searching…'}</span>
          ${looking === undefined ? nothing : this.#progress(looking)}
        </span>
      </form>
    `;
  }

  #progress(share: number) {
    return html`
      <progress aria-label="Rows searched" max="1" .value=${share}></progress>
      <button type="button" @click=${this.#cancel}>Cancel</button>
    `;
  }

  #days(label: string) {
    const { kind, fields } = this;
    const monthly = kind === 'monthly';
    const field = (name: 'first' | 'last', says: string) =>
      dayField({
        name,
        value: monthly ? fields[name].slice(0, 7) : fields[name],
        label: says,
        month: monthly,
      });
    return html`
      <fieldset>
        <legend class="unseen">${label}</legend>
        <span class="quiet" aria-hidden="true">${label}</span>
        ${field('first', `${label}: from`)}
        <span class="last">
          <span class="quiet">to</span>
          ${field('last', `${label}: to`)}
        </span>
      </fieldset>
    `;
  }

  #enter({ target }: Event): void {
    if (!(target instanceof HTMLInputElement)) return;
    const { name, value } = target;
    if (name === 'id') this.#fire({ ...this.fields, id: value.trim() });
    else if (checkDay(target)) this.#fire({ ...this.fields, [name]: this.#day(name, value) });
  }

  #day(name: string, value: string): string {
    if (this.kind !== 'monthly' || !/^\d{4}-\d{2}$/.test(value)) return value;
    return name === 'first' ? `${value}-01` : lastOfMonth(value);
  }

  override focus(): void {
    this.renderRoot.querySelector('input')?.focus();
  }

  #clear(): void {
    // The button is removed, and the focus would be lost.
    this.focus();
    this.#fire(noFilter);
  }

  #cancel(): void {
    this.renderRoot.querySelector('input')?.focus();
    this.dispatchEvent(new CustomEvent('cancel'));
  }

  #fire(detail: FilterFields): void {
    this.dispatchEvent(new CustomEvent<FilterFields>('filter', { detail }));
  }
}

function of(found: number, total: number): string {
  return `${grouped(found)} of ${grouped(total)} rows match`;
}
