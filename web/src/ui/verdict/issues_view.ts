import { css, html, LitElement, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Outcome } from '../../types';
import { visible } from '../../visible';
import { controls } from '../controls';
import { counted } from '../text/amount';
import { type Fix, type Issue, issuesOf } from './issues';

/** The maximum number of files that an issue names. */
const named = 10;
/** Issues shown before the others are unfolded. */
const first = 3;

const fixes: Record<Fix, string> = {
  zone: 'Set the time zone',
  endDate: 'Set the end date',
  columns: 'Match columns',
  files: 'See the files',
  copies: 'Skip the copies and analyze',
};

/**
 * The issues of a run as cards, the most harmful first. Fires `place` with the rows of one, and
 * `fix` with a Fix.
 */
export class IssuesView extends LitElement {
  static override styles = [
    controls,
    css`
      ul {
        display: grid;
        gap: 0.4rem;
        margin: 0;
        padding: 0;
        list-style: none;
      }

      li {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0.2rem 0.75rem;
        padding: 0.45rem 0.75rem;
        border: 1px solid var(--line);
        border-inline-start: 3px solid var(--tone);
        border-radius: var(--round);
        background: var(--surface);
        overflow-wrap: anywhere;
      }

      .wrong {
        --tone: var(--bad);
        background: var(--bad-wash);
      }

      .doubt {
        --tone: var(--warn);
      }

      .note {
        --tone: var(--field);
      }

      .text {
        flex: 1 1 22rem;
      }

      .text p {
        color: var(--quiet);
      }

      h3 {
        margin: 0;
        font-size: inherit;
        font-weight: inherit;
      }

      .wrong h3 {
        font-weight: 600;
      }

      .more {
        margin-top: 0.4rem;
      }
    `,
  ];

  @property({ attribute: false }) outcome: Outcome | undefined;
  /** Returns whether the user can fix an issue here. */
  @property({ attribute: false }) may: (fix: Fix) => boolean = () => true;
  @state() private all = false;

  override render() {
    const issues = this.outcome ? issuesOf(this.outcome) : [];
    this.hidden = issues.length === 0;
    if (this.hidden) return nothing;
    const always = Math.max(first, issues.filter(({ harm }) => harm === 'wrong').length);
    const shown = this.all ? issues : issues.slice(0, always);
    const more = issues.length - shown.length;
    return html`
      <section aria-labelledby="title">
        <h2 id="title">${counted(issues.length, 'issue')}</h2>
        <ul>${shown.map((issue) => this.#card(issue))}</ul>
        ${
          more > 0
            ? html`<button
                class="link more"
                @click=${() => {
                  this.all = true;
                }}
              >
                Show ${counted(more, 'other issue')}
              </button>`
            : nothing
        }
      </section>
    `;
  }

  #card({ id, harm, headline, details, files, place, fix }: Issue) {
    return html`
      <li class=${harm}>
        <div class="text">
          <h3 id=${id}>${visible(headline)}</h3>
          ${details ? html`<p>${visible(details)}</p>` : nothing} ${filesText(files)}
        </div>
        ${place ? html`<button aria-describedby=${id} @click=${() => this.#fire('place', place)}>Show</button>` : nothing}
        ${fix && this.may(fix) ? html`<button aria-describedby=${id} @click=${() => this.#fire('fix', fix)}>${fixes[fix]}</button>` : nothing}
      </li>
    `;
  }

  #fire(name: 'place' | 'fix', detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

function filesText(files: readonly string[]) {
  if (files.length === 0) return nothing;
  const more = files.length - named;
  const shown = visible(files.slice(0, named).join(', '));
  return html`<p translate="no">${shown}${more > 0 ? ` and ${more} more` : nothing}</p>`;
}
