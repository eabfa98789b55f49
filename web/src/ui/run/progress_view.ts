import { css, html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import type { MergeStep, RunState, ScanProgress } from '../../types';
import { controls } from '../controls';
import { byteText, counted, grouped } from '../text/amount';
import { leftText, Pace } from './pace';

const steps: Record<MergeStep, string> = {
  merge: 'Merging',
  sort: 'Sorting',
  gaps: 'Finding gaps',
};

/** The progress of a run; fires `cancel`. */
export class ProgressView extends LitElement {
  static override styles = [
    controls,
    css`
      section {
        display: grid;
        grid-template-columns: 1fr auto;
        align-items: center;
        gap: 0.4rem var(--space);
        padding: 0.6rem var(--space);
        border: 1px solid var(--line);
        border-radius: var(--round);
        background: var(--surface);
      }

      .figures {
        display: flex;
        flex-wrap: wrap;
        gap: 0.1rem 1.25rem;
      }

      progress {
        grid-column: 1 / -1;
      }
    `,
  ];

  @property({ attribute: false }) run: RunState = { phase: 'idle' };
  readonly #pace = new Pace();

  override render() {
    const view = this.#view();
    this.hidden = !view;
    if (!view) return nothing;
    const { title, figures, share } = view;
    const tenth = share === undefined ? '' : `, ${Math.floor(share * 10) * 10} percent`;
    return html`
      <section aria-label="Progress">
        <div class="figures">
          <strong>${title}</strong>
          ${figures.map((figure) => html`<span class="quiet">${figure}</span>`)}
        </div>
        <button @click=${() => this.dispatchEvent(new Event('cancel'))}>Cancel</button>
        ${
          share === undefined
            ? html`<progress aria-label=${title}></progress>`
            : html`<progress aria-label=${title} max="1" .value=${share}></progress>`
        }
        <span class="unseen" aria-live="polite">${title}${tenth}</span>
      </section>
    `;
  }

  #view(): { title: string; figures: string[]; share?: number } | undefined {
    const { run } = this;
    switch (run.phase) {
      case 'footers': {
        const { done, total } = run;
        const figures = [`${grouped(done)} of ${counted(total, 'file')}`];
        return { title: 'Reading metadata', figures, share: total > 0 ? done / total : 0 };
      }
      case 'scanning':
        return { title: 'Reading data', ...scanView(run.progress, this.#pace) };
      case 'merging':
        return { title: steps[run.step], figures: [counted(run.dataset.plan.rows, 'row')] };
      default:
        return undefined;
    }
  }
}

function scanView(progress: ScanProgress, pace: Pace) {
  const { bytes, totalBytes, rows, totalRows } = progress;
  const share = totalBytes > 0 ? bytes / totalBytes : totalRows > 0 ? rows / totalRows : 0;
  const figures = [
    `${byteText(bytes)} of ${byteText(totalBytes)}`,
    `${grouped(rows)} of ${counted(totalRows, 'row')}`,
  ];
  const rate = pace.after(progress);
  if (rate) {
    figures.push(`${byteText(rate.bytesPerSecond)}/s`);
    figures.push(`${grouped(Math.round(rate.rowsPerSecond / 1000) * 1000)} rows/s`);
    if (rate.left !== undefined) figures.push(`about ${leftText(rate.left)} left`);
  }
  return { figures, share };
}
