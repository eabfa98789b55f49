import { css, html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import type { Dataset, DateRole, Role, RoleCheck, RunOptions, SchemaColumn } from '../../types';
import { visible } from '../../visible';
import { controls } from '../controls';
import { dateFormatField, unreadText } from './date_format_field';
import { type RoleText, roles, typeText } from './roles';

/** The choice of columns, fired with `mapping`. */
export type Mapping = Pick<RunOptions, 'columns' | 'leaveOut' | 'dateFormats'>;

const guess = '';
const none = '\u0000';

/**
 * Which column plays which role, why, and the question if that is not clear. Fires `mapping` with
 * another choice, `compare` to see what columns hold, and `guess` to discard the choice.
 */
export class MappingView extends LitElement {
  static override styles = [
    controls,
    css`
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0 0.75rem;
        margin-bottom: 0.5rem;
      }

      .head h2 {
        margin: 0;
      }

      dl {
        display: grid;
        grid-template-columns: max-content minmax(8rem, 18rem) 1fr;
        align-items: center;
        gap: 0.35rem 0.75rem;
        margin: 0;
      }

      dt {
        grid-column: 1;
      }

      dd {
        margin: 0;
        min-width: 0;
      }

      select {
        width: 100%;
      }

      .asked select {
        border-color: var(--bad);
      }

      .format {
        grid-column: 2 / -1;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.25rem 0.75rem;
      }

      .why {
        font-size: 0.8125rem;
        overflow-wrap: anywhere;
      }

      .why.asked {
        color: var(--bad);
      }

      @media (max-width: 40rem) {
        dl {
          grid-template-columns: max-content 1fr;
        }

        .why {
          grid-column: 2;
          margin-bottom: 0.35rem;
        }
      }
    `,
  ];

  @property({ attribute: false }) input: Dataset | undefined;
  @property({ attribute: false }) mapping: Mapping = { columns: {}, leaveOut: [] };
  /** How the first values of the chosen columns can be read, as far as it is known. */
  @property({ attribute: false }) checks: ReadonlyMap<Role, RoleCheck> = new Map();
  /** Whether the mapping is last time's choice. */
  @property({ type: Boolean }) recalled = false;
  @property({ type: Boolean }) disabled = false;

  override render() {
    const { input: dataset, mapping, disabled } = this;
    if (!dataset) return nothing;
    const named = Object.keys({ ...mapping.columns, ...mapping.dateFormats }).length;
    const byHand = named + mapping.leaveOut.length > 0;
    return html`
      <div class="head">
        <h2>Columns</h2>
        ${this.recalled ? html`<span class="quiet" role="status">Restored from last time</span>` : nothing}
        ${
          byHand
            ? html`<button class="link" ?disabled=${disabled} @click=${() => this.dispatchEvent(new Event('guess'))}>Reset to detected</button>`
            : nothing
        }
        <button class="link" ?disabled=${disabled} @click=${() => this.dispatchEvent(new Event('compare'))}>
          ${dataset.plan.questions.length > 0 ? 'Match by values' : 'Preview values'}
        </button>
      </div>
      <dl>${roles.map((role) => this.#row(dataset, role))}</dl>
    `;
  }

  #row({ plan, schema }: Dataset, { role, title, without }: RoleText) {
    const choice = plan.roles.find((each) => each.role === role);
    const question = plan.questions.find((each) => each.role === role);
    const left = this.mapping.leaveOut.includes(role);
    const first = question?.candidates ?? [];
    const names = [...first, ...plan.columns.filter((name) => !first.includes(name))];
    const value = left ? none : question ? guess : (choice?.column ?? guess);
    const column = schema.find(({ name }) => name === choice?.column);
    const known = choice && [choice.reason, ...(column ? [typeText(column)] : [])].join(' · ');
    const bad = left ? undefined : unreadText(role, this.checks.get(role));
    const reason = left ? without : (question?.message ?? bad ?? known);
    const asked = question || bad ? 'asked' : '';
    return html`
      <dt><label for=${role}>${title}</label></dt>
      <dd class=${asked}>
        <select
          id=${role}
          translate="no"
          ?disabled=${this.disabled}
          aria-describedby="${role}-why"
          aria-invalid=${asked ? 'true' : 'false'}
          @change=${(event: Event) => this.#choose(role, event)}
        >
          ${value === guess ? html`<option value=${guess} .selected=${true}>Select a column</option>` : nothing}
          ${names.map((name) => html`<option value=${name} .selected=${name === value}>${visible(name)}</option>`)}
          ${without ? html`<option value=${none} .selected=${left}>None (${without})</option>` : nothing}
        </select>
      </dd>
      <dd class="why quiet ${asked}" id="${role}-why">${reason ?? ''}</dd>
      ${left || question || (role !== 'date' && role !== 'createdDate') ? nothing : this.#format(role, column)}
    `;
  }

  #choose(role: Role, { currentTarget }: Event): void {
    if (!(currentTarget instanceof HTMLSelectElement)) return;
    const { value } = currentTarget;
    const columns = { ...this.mapping.columns };
    delete columns[role];
    const leaveOut = this.mapping.leaveOut.filter((each) => each !== role);
    if (value === none) leaveOut.push(role);
    else if (value !== guess) columns[role] = value;
    const { [role as DateRole]: _, ...dateFormats } = this.mapping.dateFormats ?? {};
    this.#fire({ columns, leaveOut, dateFormats });
  }

  /** Renders the format field if a format is needed or given. */
  #format(role: DateRole, column: SchemaColumn | undefined) {
    const { columns, leaveOut, dateFormats = {} } = this.mapping;
    const check = this.checks.get(role);
    const isNumber = column?.kinds.some((kind) => kind === 'whole' || kind === 'float');
    const format = dateFormats[role];
    if (format === undefined && !isNumber && !unreadText(role, check)) return nothing;
    return dateFormatField(role, format, check?.formats ?? [], this.disabled, (chosen) => {
      const { [role]: _, ...others } = dateFormats;
      this.#fire({
        columns,
        leaveOut,
        dateFormats: chosen ? { ...others, [role]: chosen } : others,
      });
    });
  }

  #fire({ dateFormats = {}, ...mapping }: Mapping): void {
    const given = Object.keys(dateFormats).length > 0;
    const detail: Mapping = { ...mapping, ...(given && { dateFormats }) };
    this.dispatchEvent(new CustomEvent('mapping', { detail }));
  }
}
