import { css, html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import type { TableUse, TableVersion } from '../../types';
import { visible } from '../../visible';
import { controls } from '../controls';
import { defineOnce } from '../define_once';
import { counted } from '../text/amount';

/** The number of newest versions in the menu; a program may open any. Workers read their times. */
const listed = 500;

/**
 * The tables among the data: their versions, and what those leave out. Fires `version` with the
 * number of another version to open, or the id of a snapshot.
 */
export class TablesView extends LitElement {
  static override styles = [
    controls,
    css`
      p {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.1rem 0.5rem;
        overflow-wrap: anywhere;
      }

      label {
        display: inline-flex;
        align-items: center;
        gap: 0.35rem;
      }
    `,
  ];

  @property({ attribute: false }) tables: readonly TableUse[] = [];
  /** The versions of the only table that can be read. */
  @property({ attribute: false }) versions: readonly TableVersion[] = [];

  override render() {
    return this.tables.map((table) => this.#table(table));
  }

  #table({ path, format, version, committed, snapshot, counts }: TableUse) {
    const of = committed === undefined ? '' : ` of ${utc(committed)}`;
    const read = version === undefined ? '' : `, version ${version}`;
    const log = `${format}${snapshot === undefined ? read : `, snapshot ${snapshot}`}${of}`;
    if (!counts)
      return html`<p>${visible(path)} (${log}): its log decides which files are read.</p>`;
    const { files, filesLeftOut, rowsDeleted } = counts;
    const leftOut = [
      ...(filesLeftOut > 0 ? [counted(filesLeftOut, 'other file')] : []),
      ...(rowsDeleted > 0 ? [counted(rowsDeleted, 'deleted row')] : []),
    ];
    const open = version ?? snapshot;
    const menu = this.versions.length > 1 && open !== undefined;
    return html`
      <p>
        <code translate="no">${visible(path)}</code>
        ${menu ? this.#menu(format, { version: open, ...(committed && { committed }) }) : html`<span>${log}</span>`}
        <span>${counted(files, 'file')} of its log read${leftOut.length > 0 ? `; ${leftOut.join(' and ')} left out` : ''}</span>
      </p>
    `;
  }

  #menu(format: string, open: TableVersion) {
    const newest = this.versions.slice(-listed).reverse();
    const isOpen = ({ version }: TableVersion) => version === open.version;
    const shown = newest.some(isOpen) ? newest : [...newest, open];
    const [what, last] =
      typeof open.version === 'number' ? ['version', ' (newest)'] : ['snapshot', ' (current)'];
    return html`
      <label>
        ${format} ${what}
        <select @change=${({ target }: Event) => this.#choose(shown[(target as HTMLSelectElement).selectedIndex])}>
          ${shown.map((each) => html`<option value=${each.version} ?selected=${isOpen(each)}>${label(isOpen(each) ? { ...each, ...open } : each)}${each.isNewest ? last : nothing}</option>`)}
        </select>
      </label>
    `;
  }

  #choose(chosen: TableVersion | undefined): void {
    const detail = chosen?.version;
    this.dispatchEvent(new CustomEvent('version', { detail, bubbles: true, composed: true }));
  }
}

function label({ version, committed }: TableVersion): string {
  return committed === undefined ? `${version}` : `${version} · ${utc(committed)}`;
}

/** Shows a time of a commit, which is the same for everyone. */
function utc(time: string): string {
  return time.replace('T', ' ').replace(/Z$/, ' UTC');
}

defineOnce('day-tally-tables', TablesView);
