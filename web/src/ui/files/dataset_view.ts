import { css, html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import type { Chosen, IgnoredFile } from '../../types';
import { visible } from '../../visible';
import { controls } from '../controls';
import { counted } from '../text/amount';

const shown = 200;

/** Notes on the chosen data, and ignored files. */
export class DatasetView extends LitElement {
  static override styles = [
    controls,
    css`
      details {
        margin-top: 0.35rem;
        color: var(--quiet);
      }

      summary {
        cursor: pointer;
      }

      details ul {
        display: block;
        max-height: 12rem;
        overflow: auto;
        padding: 0.25rem 0 0 1rem;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) chosen: Chosen | undefined;
  /** Whether a run can spill to disk. */
  @property({ attribute: false }) spills = true;

  override render() {
    const { chosen } = this;
    const tables = chosen?.tables.filter(({ asFiles }) => !asFiles) ?? [];
    // An empty element would leave a gap.
    this.hidden =
      !chosen || (this.spills && chosen.notes.length + tables.length + chosen.ignored.length === 0);
    if (!chosen || this.hidden) return nothing;
    return html`
      ${this.spills ? nothing : html`<p class="quiet">${spillingOff()}</p>`}
      ${chosen.notes.map((note) => html`<p role="status">${note}</p>`)}
      ${tables.length > 0 ? tablesView(tables, chosen.versions) : nothing}
      ${chosen.ignored.length > 0 ? ignoredList(chosen.ignored) : nothing}
    `;
  }
}

/** Returns why state beyond the memory limit is not written to disk. */
function spillingOff(): string {
  const why = globalThis.isSecureContext
    ? 'this browser gives the page no private files'
    : 'the page is not served over https';
  return `Spilling to disk is off here, because ${why}. The results must fit in memory.`;
}

/** Loads the view of tables, which few datasets have; tables read as files have a warning. */
function tablesView(tables: Chosen['tables'], versions: Chosen['versions'] = []) {
  void import('../versions/tables_view');
  return html`<day-tally-tables .tables=${tables} .versions=${versions}></day-tally-tables>`;
}

function ignoredList(ignored: readonly IgnoredFile[]) {
  const more = ignored.length - shown;
  return html`
    <details>
      <summary>${counted(ignored.length, 'file')} ignored</summary>
      <ul>
        ${ignored.slice(0, shown).map(({ path, reason }) => html`<li><code translate="no">${visible(path)}</code>: ${reason}</li>`)}
        ${more > 0 ? html`<li>and ${counted(more, 'other')}</li>` : nothing}
      </ul>
    </details>
  `;
}
