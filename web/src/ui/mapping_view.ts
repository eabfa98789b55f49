import { css, html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import type { Plan, Role, RunOptions } from '../types';
import { controls } from './controls';

/** The choice of columns that a mapping view tells with `mapping`. */
export type Mapping = Pick<RunOptions, 'columns' | 'leaveOut'>;

interface RoleText {
  readonly role: Role;
  readonly title: string;
  /** What is left or not had without it; absent when nothing could be had. */
  readonly without?: string;
}

const roles: readonly RoleText[] = [
  { role: 'channelId', title: 'Channel' },
  { role: 'videoId', title: 'Video' },
  { role: 'createdDate', title: 'Created', without: 'monthly views only' },
  { role: 'date', title: 'Day', without: 'snapshot only' },
  { role: 'viewCount', title: 'Views', without: 'no monthly views, no combined' },
];

const guess = '';
const none = '\u0000';

/** Which column plays which role, and the question where that can't be told. */
export class MappingView extends LitElement {
  static override styles = [
    controls,
    css`
      dl {
        display: grid;
        grid-template-columns: max-content minmax(8rem, 14rem) 1fr;
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

  @property({ attribute: false }) plan: Plan | undefined;
  @property({ attribute: false }) mapping: Mapping = { columns: {}, leaveOut: [] };
  @property({ type: Boolean }) disabled = false;

  override render() {
    const { plan } = this;
    if (!plan) return nothing;
    return html`
      <h2>Columns</h2>
      <dl>${roles.map((role) => this.#row(plan, role))}</dl>
    `;
  }

  #row(plan: Plan, { role, title, without }: RoleText) {
    const choice = plan.roles.find((each) => each.role === role);
    const question = plan.questions.find((each) => each.role === role);
    const left = this.mapping.leaveOut.includes(role);
    const first = question?.candidates ?? [];
    const names = [...first, ...plan.columns.filter((name) => !first.includes(name))];
    const value = left ? none : question ? guess : (choice?.column ?? guess);
    const reason = left ? without : (question?.message ?? choice?.reason);
    return html`
      <dt><label for=${role}>${title}</label></dt>
      <dd class=${question ? 'asked' : ''}>
        <select
          id=${role}
          ?disabled=${this.disabled}
          aria-describedby="${role}-why"
          aria-invalid=${question ? 'true' : 'false'}
          @change=${(event: Event) => this.#choose(role, event)}
        >
          ${value === guess ? html`<option value=${guess} .selected=${true}>Choose a column…</option>` : nothing}
          ${names.map((name) => html`<option value=${name} .selected=${name === value}>${name}</option>`)}
          ${without ? html`<option value=${none} .selected=${left}>Do without: ${without}</option>` : nothing}
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
