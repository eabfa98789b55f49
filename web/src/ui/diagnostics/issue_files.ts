import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Diagnostics } from '../../types';
import type { IssuePlace, IssueRow } from '../../types/issue_row';
import { visible } from '../../visible';
import { controls } from '../controls';
import { defineOnce } from '../define_once';
import { counted, grouped } from '../text/amount';
import { type IssueFile, lineText, listed } from './by_file';
import { ExamplesView } from './examples_view';

defineOnce('day-tally-examples', ExamplesView);

/** The number of files that are shown at once. */
const page = 50;

/** The issues, file by file, with examples on demand. */
export class IssueFiles extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        margin-top: 1rem;
      }

      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.4rem var(--space);
        margin-bottom: 0.4rem;
      }

      .bar label {
        display: flex;
        flex: 0 1 22rem;
        align-items: center;
        gap: 0.4rem;
      }

      .bar input {
        flex: 1;
      }

      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }

      li {
        padding: 0.35rem 0;
        border-top: 1px solid var(--line);
      }

      .file {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 0.1rem var(--space);
        overflow-wrap: anywhere;
      }

      .file p {
        grid-column: 1;
      }

      .file button {
        grid-row: 1 / span 2;
        grid-column: 2;
        align-self: start;
        padding-block: 0.15rem;
      }

      @media (max-width: 30rem) {
        .file {
          grid-template-columns: minmax(0, 1fr);
        }

        .file button {
          grid-row: auto;
          grid-column: 1;
          justify-self: start;
        }
      }
    `,
  ];

  @property({ attribute: false }) diagnostics: Diagnostics | undefined;
  /** Reads rows with an issue of a file again. */
  @property({ attribute: false }) issueRows:
    | ((place: IssuePlace) => Promise<IssueRow[]>)
    | undefined;
  @state() private filter = '';
  @state() private start = 0;
  @state() private open = '';
  #files: readonly IssueFile[] = [];

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('diagnostics')) return;
    this.#files = this.diagnostics ? listed(this.diagnostics) : [];
    this.start = 0;
    this.open = '';
  }

  override render() {
    if (this.#files.length === 0) return nothing;
    const found = this.#files.filter(({ file }) => file.includes(this.filter));
    const shown = found.slice(this.start, this.start + page);
    return html`
      <h2>By file</h2>
      <div class="bar">
        ${this.#files.length > page ? this.#search() : nothing}
        <span class="quiet" role="status">
          ${found.length > page ? `${grouped(this.start + 1)} to ${grouped(this.start + shown.length)} of ` : ''}${counted(found.length, 'file')} with issues${this.filter ? ' (matching)' : ''}
        </span>
        ${found.length > page ? this.#turning(found.length) : nothing}
      </div>
      <ul>${shown.map((file) => html`<li>${this.#file(file)}</li>`)}</ul>
    `;
  }

  #search() {
    return html`
      <label>
        <span class="quiet">Path contains</span>
        <input
          type="search"
          .value=${this.filter}
          @input=${(event: Event) => {
            this.filter = (event.target as HTMLInputElement).value;
            this.start = 0;
          }}
        />
      </label>
    `;
  }

  #turning(files: number) {
    const turn = (by: number) => () => {
      this.start += by;
    };
    return html`
      <span>
        <button ?disabled=${this.start === 0} @click=${turn(-page)}>Previous</button>
        <button ?disabled=${this.start + page >= files} @click=${turn(page)}>Next</button>
      </span>
    `;
  }

  #file({ file, lines }: IssueFile) {
    const open = this.open === file;
    return html`
      <div class="file">
        <span translate="no">${visible(file)}</span>
        <p class="quiet">${lines.map(lineText).join('; ')}</p>
        <button
          aria-expanded=${open ? 'true' : 'false'}
          aria-label="Examples of ${file}"
          @click=${() => {
            this.open = open ? '' : file;
          }}
        >
          Examples
        </button>
      </div>
      ${
        open
          ? lines.map(
              (line) => html`
                <day-tally-examples
                  .place=${line}
                  .heading=${lineText(line)}
                  .read=${this.issueRows}
                ></day-tally-examples>
              `,
            )
          : nothing
      }
    `;
  }
}
