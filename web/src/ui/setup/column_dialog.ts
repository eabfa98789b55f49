import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Dataset, Role, SchemaColumn } from '../../types';
import { visible } from '../../visible';
import { controls } from '../controls';
import { columnDialogStyles } from './column_dialog_styles';
import type { Mapping } from './mapping_view';
import { type RoleText, roles, typeText } from './roles';

const none = '\u0000';
/** The number of a role's columns that are shown, and so read, at once. */
const most = 12;

/**
 * Asks the user which columns play roles, and shows values of each; fires `mapping` with the
 * answer.
 */
export class ColumnDialog extends LitElement {
  static override styles = [controls, columnDialogStyles];

  @property({ attribute: false }) input: Dataset | undefined;
  @property({ attribute: false }) mapping: Mapping = { columns: {}, leaveOut: [] };
  /** Reads the first few values of a column. */
  @property({ attribute: false }) values: ((column: string) => Promise<string[]>) | undefined;
  @state() private asked: readonly RoleText[] = [];
  @state() private chosen: ReadonlyMap<Role, string> = new Map();
  @state() private known: ReadonlyMap<string, string> = new Map();
  @state() private unfolded: ReadonlySet<Role> = new Set();
  #of: Dataset['schema'] | undefined;
  /** Whether it asks a question that must be answered. */
  #questions = false;

  /** Asks for the open roles, or for all of them. */
  ask(): void {
    const { input: dataset, mapping } = this;
    if (!dataset) return;
    const open = dataset.plan.questions.map(({ role }) => role);
    this.#questions = open.length > 0;
    this.unfolded = new Set();
    this.asked = roles.filter(({ role }) => open.length === 0 || open.includes(role));
    const settled = dataset.plan.roles.map(({ role, column }) => [role, column] as const);
    this.chosen = new Map([...settled, ...mapping.leaveOut.map((role) => [role, none] as const)]);
    void this.updateComplete.then(() => {
      const dialog = this.renderRoot.querySelector('dialog');
      if (this.isConnected && dialog && !dialog.open) dialog.showModal();
    });
  }

  /** Closes without an answer. */
  close(): void {
    this.renderRoot.querySelector('dialog')?.close();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('input')) return;
    // Answered elsewhere.
    if (this.#questions && this.input?.plan.questions.length === 0) this.close();
    if (this.input?.schema === this.#of) return;
    this.#of = this.input?.schema;
    this.known = new Map();
  }

  override render() {
    const { input: dataset, asked, chosen } = this;
    if (!dataset) return nothing;
    const open = asked.filter(({ role }) => !chosen.has(role));
    return html`
      <dialog aria-labelledby="title">
        <form method="dialog" @submit=${this.#submit}>
          <h2 id="title">${asked.length === 1 ? 'Match a column' : 'Match columns'}</h2>
          <p class="quiet">
            First values of each column. Your choice is remembered here for files with the same
            columns.
          </p>
          <div class="roles">${asked.map((role) => this.#role(dataset, role))}</div>
          <div class="buttons">
            <button type="button" @click=${this.close}>Cancel</button>
            <button class="main" ?disabled=${open.length > 0}>Apply</button>
          </div>
        </form>
      </dialog>
    `;
  }

  #role({ plan, schema }: Dataset, text: RoleText) {
    const { role, title, what, without } = text;
    const question = plan.questions.find((each) => each.role === role);
    const fitting = schema.filter(({ kinds }) => kinds.some((kind) => text.kinds.includes(kind)));
    const choice = plan.roles.find((each) => each.role === role)?.column;
    const named = fitting.filter(({ name }) => {
      return question?.candidates.includes(name) || name === choice;
    });
    const likely = question && named.length > 0 ? named : [...new Set([...named, ...fitting])];
    const first = likely.slice(0, most);
    const other = fitting.filter((column) => !first.includes(column));
    return html`
      <fieldset>
        <legend>${title} <span class="quiet">${what}</span></legend>
        ${first.map((column) => this.#column(role, column))}
        ${other.length > 0 ? this.#others(role, other) : nothing}
        ${fitting.length === 0 ? html`<p class="quiet">No column has a suitable type.</p>` : nothing}
        ${without ? this.#choice(role, none, html`<span class="name">None</span><span class="quiet">${without}</span>`) : nothing}
      </fieldset>
    `;
  }

  /** Columns that are read only when the user wants to see them. */
  #others(role: Role, columns: readonly SchemaColumn[]) {
    const open = ({ target }: Event) => {
      if ((target as HTMLDetailsElement).open) this.unfolded = new Set([...this.unfolded, role]);
    };
    return html`
      <details @toggle=${open}>
        <summary class="quiet">Other columns (${columns.length})</summary>
        ${this.unfolded.has(role) ? columns.map((column) => this.#column(role, column)) : nothing}
      </details>
    `;
  }

  #column(role: Role, column: SchemaColumn) {
    const { name } = column;
    if (!this.known.has(name)) void this.#look(name);
    return this.#choice(
      role,
      name,
      html`
        <code class="name" translate="no">${visible(name)}</code>
        <span class="quiet">${typeText(column)}</span>
        <span class="values" translate="no">${visible(this.known.get(name) || '…')}</span>
      `,
    );
  }

  #choice(role: Role, value: string, text: unknown) {
    return html`
      <label>
        <input
          type="radio"
          name=${role}
          .checked=${this.chosen.get(role) === value}
          @change=${() => this.#choose(role, value)}
        />
        ${text}
      </label>
    `;
  }

  /** Reads a column's values once. */
  async #look(name: string): Promise<void> {
    const of = this.#of;
    this.#know(name, '');
    const found = await this.values?.(name).catch(() => undefined);
    if (of !== this.#of) return;
    this.#know(name, found ? found.join(', ') || 'first values are null' : 'not available');
  }

  #know(name: string, text: string): void {
    // Not in the middle of an update.
    queueMicrotask(() => {
      this.known = new Map([...this.known, [name, text]]);
    });
  }

  #choose(role: Role, value: string): void {
    this.chosen = new Map([...this.chosen, [role, value]]);
  }

  #submit(): void {
    const columns = { ...this.mapping.columns };
    const asked = this.asked.map(({ role }) => role);
    const leaveOut = this.mapping.leaveOut.filter((role) => !asked.includes(role));
    for (const role of asked) {
      const value = this.chosen.get(role);
      const guessed = this.input?.plan.roles.find((each) => each.role === role)?.column;
      if (value === none) leaveOut.push(role);
      if (value === none) delete columns[role];
      else if (value !== undefined && value !== guessed) columns[role] = value;
    }
    const { dateFormats } = this.mapping;
    const detail: Mapping = { columns, leaveOut, ...(dateFormats && { dateFormats }) };
    this.dispatchEvent(new CustomEvent<Mapping>('mapping', { detail }));
  }
}
