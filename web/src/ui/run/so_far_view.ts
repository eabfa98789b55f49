import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { RunState, SoFar } from '../../types';
import type { Figure } from '../charts/figures/figure';
import { viewsFigure } from '../charts/figures/views_figure';
import { controls } from '../controls';
import { counted } from '../text/amount';
import { nextLook, worthLooking } from './so_far_pace';

/** The views of each month, growing while the data is read; nothing for a run that ends soon. */
export class SoFarView extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        padding: var(--space);
        border: 1px solid var(--line);
        border-radius: var(--round);
        background: var(--surface);
      }
    `,
  ];

  @property({ attribute: false }) run: RunState = { phase: 'idle' };
  /** Adds up what is read so far; it takes the workers a moment. */
  @property({ attribute: false }) load: (() => Promise<SoFar>) | undefined;
  @state() private figure: Figure | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #inView = true;
  readonly #seen = new IntersectionObserver((entries) => {
    this.#inView = entries.at(-1)?.isIntersecting ?? true;
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.#seen.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#seen.disconnect();
    this.#stop();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('run')) this.#follow();
    this.hidden = !this.figure;
  }

  override render() {
    return this.figure ? html`<day-tally-plot .figure=${this.figure}></day-tally-plot>` : nothing;
  }

  #follow(): void {
    const { run } = this;
    if (run.phase !== 'scanning') this.#stop();
    // While it is merged, the last sums stay.
    if (run.phase !== 'scanning' && run.phase !== 'merging') this.figure = undefined;
    if (run.phase === 'scanning' && !this.#timer && this.#wanted(run)) this.#look(0);
  }

  #wanted({ dataset, progress }: RunState & { phase: 'scanning' }): boolean {
    return dataset.plan.kinds.includes('monthly') && worthLooking(progress);
  }

  #look(after: number): void {
    this.#timer = setTimeout(async () => {
      let took = 0;
      if (this.#visible) {
        const found = await this.load?.().catch(() => undefined);
        if (this.run.phase !== 'scanning') return;
        if (found && found.months.length > 0) this.figure = growing(found);
        took = found?.took ?? 0;
      }
      if (this.#timer) this.#look(nextLook(took));
    }, after);
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  get #visible(): boolean {
    const { visibilityState } = this.ownerDocument;
    // A hidden element has no view yet, but must be shown.
    return visibilityState === 'visible' && (this.#inView || !this.figure);
  }
}

function growing({ months, rows }: SoFar): Figure {
  return {
    ...viewsFigure({ months }),
    title: 'Views per month (partial)',
    summary: `From the ${counted(rows, 'row')} read so far.`,
  };
}
