import { css, html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import type { Dataset, Role, RunOptions } from '../types';
import { visible } from '../visible';
import { controls } from './controls';
import { type RoleText, roles, typeText } from './roles';

/** The choice of columns that a mapping view tells with `mapping`. */
export type Mapping = Pick<RunOptions, 'columns' | 'leaveOut'>;

const guess = '';
const none = '\u0000';

/**
 * Which column plays which role, why, and the question where that can't be told. Fires `mapping`
 * with another choice, `compare` for what columns hold, and `guess` to forget what was chosen.
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
  /** Whether the mapping is what was chosen last time. */
  @property({ type: Boolean }) recalled = false;
  @property({ type: Boolean }) disabled = false;

  override render() {
    const { input: dataset, mapping, disabled } = this;
    if (!dataset) return nothing;
    const byHand = Object.keys(mapping.columns).length + mapping.leaveOut.length > 0;
    return html`
      <div class="head">
        <h2>Columns</h2>
        ${this.recalled ? html`<span class="quiet" role="status">as you chose last time</span>` : nothing}
        ${
          byHand
            ? html`<button class="link" ?disabled=${disabled} @click=${() => this.dispatchEvent(new Event('guess'))}>Guess again</button>`
            : nothing
        }
        <button class="link" ?disabled=${disabled} @click=${() => this.dispatchEvent(new Event('compare'))}>
          ${dataset.plan.questions.length > 0 ? 'Choose by their values…' : 'Compare values…'}
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
    const reason = left ? without : (question?.message ?? known);
    return html`
      <dt><label for=${role}>${title}</label></dt>
      <dd class=${question ? 'asked' : ''}>
        <select
          id=${role}
          translate="no"
          ?disabled=${this.disabled}
          aria-describedby="${role}-why"
          aria-invalid=${question ? 'true' : 'false'}
          @change=${(event: Event) => this.#choose(role, event)}
        >
          ${value === guess ? html`<option value=${guess} .selected=${true}>Choose a column…</option>` : nothing}
          ${names.map((name) => html`<option value=${name} .selected=${name === value}>${visible(name)}</option>`)}
          ${without ? html`<option value=${none} .selected=${left}>None (${without})</option>` : nothing}
        </select>
      </dd>
      <dd class="why quiet ${question ? 'asked' : ''}" id="${role}-why">${reason ?? ''}</dd>
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
    const detail: Mapping = { columns, leaveOut };
    this.dispatchEvent(new CustomEvent('mapping', { detail }));
  }
}
