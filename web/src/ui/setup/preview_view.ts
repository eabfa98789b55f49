import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Dataset, Role, RoleCheck, SchemaColumn } from '../../types';
import { visible } from '../../visible';
import { controls } from '../controls';
import { counted } from '../text/amount';
import { fileMenu } from './file_menu';
import { type Mapping, withRole } from './mapping';
import { previewColumns } from './preview_columns';
import { previewStyles } from './preview_styles';
import { roleMenu } from './role_menu';
import { roleNotes } from './role_notes';
import { roles, typeText } from './roles';
import { unreadText } from './unread_text';

/** A column's values in the first rows; null for a null. */
type Values = readonly (string | null)[];

/** The rows that are shown. */
const places = [0, 1, 2, 3, 4] as const;

/**
 * The first rows; the roles of the columns are chosen in their heads. Fires `mapping` with another
 * choice, and `guess` to discard the choice.
 */
export class PreviewView extends LitElement {
  static override styles = [controls, previewStyles];

  @property({ attribute: false }) input: Dataset | undefined;
  @property({ attribute: false }) mapping: Mapping = { columns: {}, omitRoles: [] };
  /** How the first values of the chosen columns can be read, as far as it is known. */
  @property({ attribute: false }) checks: ReadonlyMap<Role, RoleCheck> = new Map();
  /** The paths of the files with rows, in the order of a run. */
  @property({ attribute: false }) files: readonly string[] = [];
  /** Reads a column's values in the first rows of a file. */
  @property({ attribute: false }) rows:
    | ((column: string, file: string) => Promise<Values>)
    | undefined;
  /** Whether the mapping is the choice from last time. */
  @property({ type: Boolean }) recalled = false;
  @property({ type: Boolean }) disabled = false;
  @state() private all = false;
  @state() private search = '';
  /** The path of the file whose rows are shown. */
  @state() private file = '';
  /** The values of each column: `undefined` while they are read, `null` if they cannot be. */
  @state() private known: ReadonlyMap<string, Values | null | undefined> = new Map();
  #of: Dataset['schema'] | undefined;
  #order: readonly string[] = [];

  protected override willUpdate(changed: PropertyValues<this>): void {
    const [first = ''] = this.files;
    // There may be no file with rows.
    if (this.file !== first && !this.files.includes(this.file)) this.#show(first);
    if (!changed.has('input') || this.input?.schema === this.#of) return;
    this.#of = this.input?.schema;
    this.#order = [];
    this.#show(first);
    this.all = false;
    this.search = '';
  }

  override render() {
    const { input, mapping, disabled, all } = this;
    if (!input) return nothing;
    const named = Object.keys({ ...mapping.columns, ...mapping.dateFormats }).length;
    const { shown: found, others } = previewColumns(input, all, this.search);
    const shown = this.#inOrder(found);
    return html`
      <div class="head">
        <h2>Columns</h2>
        ${this.recalled ? html`<span class="quiet" role="status">Restored from last time</span>` : nothing}
        ${
          named + mapping.omitRoles.length > 0
            ? html`<button class="link" ?disabled=${disabled} @click=${() => this.dispatchEvent(new Event('guess'))}>Reset to detected</button>`
            : nothing
        }
        ${others > 0 || all ? this.#others(others) : nothing}
      </div>
      ${roleNotes(input, mapping, this.checks, disabled, (next) => this.#fire(next))}
      <div class="scroller" tabindex="0" role="region" aria-label="Preview">
        <table>
          <caption class="quiet">First rows${fileMenu(this.files, this.file, (file) => this.#show(file))}</caption>
          <thead>
            <tr>${shown.map((column, at) => this.#head(input, column, at))}</tr>
          </thead>
          <tbody translate="no">
            ${places.map((at) => html`<tr>${shown.map((column) => this.#cell(input, column, at))}</tr>`)}
          </tbody>
        </table>
      </div>
    `;
  }

  #show(file: string): void {
    this.file = file;
    this.known = new Map();
  }

  /** Returns columns in the order in which they were first shown, so that a choice moves none. */
  #inOrder(found: readonly SchemaColumn[]): SchemaColumn[] {
    this.#order = [...new Set([...this.#order, ...found.map(({ name }) => name)])];
    return this.#order.flatMap((name) => found.find((column) => column.name === name) ?? []);
  }

  #others(others: number) {
    return html`
      ${
        this.all
          ? html`<input
              type="search"
              aria-label="Search columns"
              placeholder="Search columns"
              .value=${this.search}
              @input=${({ target }: Event) => {
                this.search = (target as HTMLInputElement).value;
              }}
            />`
          : nothing
      }
      <button
        class="link"
        aria-pressed=${this.all ? 'true' : 'false'}
        @click=${() => {
          this.all = !this.all;
          this.search = '';
        }}
      >
        ${this.all ? 'Matched columns only' : 'All columns'}
      </button>
      ${others > 0 ? html`<span class="quiet">${counted(others, 'column')} not shown</span>` : nothing}
    `;
  }

  #head({ plan }: Dataset, column: SchemaColumn, at: number) {
    const { name } = column;
    if (!this.known.has(name)) void this.#look(name);
    const played = plan.roles.filter((each) => each.column === name);
    const questions = plan.questions.filter(({ candidates }) => candidates.includes(name));
    const titles = questions.flatMap(
      ({ role }) => roles.find((each) => each.role === role)?.title ?? [],
    );
    const bad = played.map(({ role }) => unreadText(role, this.checks.get(role))).find(Boolean);
    const [why] = played.map(({ reason }) => `✓ ${reason}`);
    const reason = bad ?? why ?? (titles.length > 0 ? `${titles.join(' or ')}?` : '');
    const marked = bad !== undefined || (played.length === 0 && questions.length > 0);
    const each = played.length > 0 ? played.map(({ role }) => role) : [undefined];
    return html`
      <th scope="col" class=${marked ? 'question' : played.length > 0 ? 'played' : ''}>
        ${each.map((role) =>
          roleMenu(column, role, { marked, why: `why-${at}`, disabled: this.disabled }, (to) => {
            if (this.input) this.#fire(withRole(this.mapping, this.input, name, role, to));
          }),
        )}
        <code translate="no">${visible(name)}</code>
        <small>${typeText(column)}</small>
        <small class="why" id="why-${at}">${reason}</small>
      </th>
    `;
  }

  #cell({ plan }: Dataset, { name }: SchemaColumn, at: number) {
    const values = this.known.get(name);
    const value = values?.[at];
    if (value === undefined) {
      const none = values === null ? 'not available' : values ? 'not in this file' : '…';
      return html`<td class="quiet">${at > 0 ? nothing : none}</td>`;
    }
    if (value === null) return html`<td class="quiet"><i>null</i></td>`;
    const bad = plan.roles.some(
      ({ role, column }) => column === name && this.checks.get(role)?.unread.includes(value),
    );
    const text = value.trim() === '' ? html`<i>blank</i>` : visible(value);
    return bad
      ? html`<td class="bad"><span aria-hidden="true">✗ </span>${text}<span class="unseen">, cannot be read</span></td>`
      : html`<td>${text}</td>`;
  }

  /** Reads a column's values once. */
  async #look(name: string): Promise<void> {
    const { file } = this;
    const of = this.#of;
    this.#know(name, undefined);
    const found = await this.rows?.(name, file).catch(() => null);
    if (of === this.#of && file === this.file) this.#know(name, found ?? null);
  }

  #know(name: string, values: Values | null | undefined): void {
    // Not in the middle of an update.
    queueMicrotask(() => {
      this.known = new Map([...this.known, [name, values]]);
    });
  }

  #fire(detail: Mapping): void {
    this.dispatchEvent(new CustomEvent('mapping', { detail }));
  }
}
