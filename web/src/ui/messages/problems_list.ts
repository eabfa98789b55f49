import { css, html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import type { Problem } from '../../types';
import { controls } from '../controls';
import { counted } from '../text/amount';
import { problemView } from './problem_text';

const shown = 100;

/** The styles of a list of messages. */
export const listStyles = css`
  section {
    padding: 0.6rem var(--space);
    border: 1px solid var(--line);
    border-inline-start: 3px solid var(--bad);
    border-radius: var(--round);
    background: var(--bad-wash);
  }

  h2 {
    margin-bottom: 0.25rem;
  }

  ul {
    max-height: 14rem;
    overflow: auto;
    margin: 0;
    padding-inline-start: 1.1rem;
    overflow-wrap: anywhere;
  }
`;

/** Why files are skipped, a sentence for each. */
export class ProblemsList extends LitElement {
  static override styles = [controls, listStyles];

  @property({ attribute: false }) problems: readonly Problem[] = [];

  override render() {
    const { problems } = this;
    this.hidden = problems.length === 0;
    if (this.hidden) return nothing;
    const files = new Set(problems.map(({ location }) => location.file)).size;
    const more = problems.length - shown;
    return html`
      <section aria-label="Problems" role="status">
        <h2>${counted(files, 'file')} skipped (and missing from every result)</h2>
        <ul>
          ${problems.slice(0, shown).map((problem) => html`<li>${problemView(problem)}</li>`)}
          ${more > 0 ? html`<li>and ${counted(more, 'other')}</li>` : nothing}
        </ul>
      </section>
    `;
  }
}
