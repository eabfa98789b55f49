import { css, html, LitElement, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Cost, Fetching, LedgerAbout, LedgerUse } from '../../types/snapshot';
import { controls } from '../controls';
import { problemView } from '../messages/problem_text';
import { costText, figuresOf, stageText } from './fetch_text';
import { ledgerChoice } from './ledger_choice';
import { Remaining } from './remaining';

/** The cost of a provider job, and its earlier ledger, before it begins. */
export interface FetchOffer {
  readonly of: string;
  /** The cost of the rest if the ledger is resumed. */
  readonly cost?: Cost | undefined;
  /** The cost of everything if the ledger has a part of it. */
  readonly restartCost?: Cost | undefined;
  readonly ledger?: LedgerAbout | undefined;
  /** Why the saved answers cannot be read, if there are any. */
  readonly unreadable?: string | undefined;
  /** Why it cannot begin, or why it ended. */
  readonly problem?: string | undefined;
}

const mend = 'Export or delete the saved answers, or import others.';

/**
 * A provider job: its cost, its ledger and its progress. Fires `fetchViews` with how a ledger is used,
 * `pause`, `resume`, `retry`, `end`, `show`, `saveledger`, `loadledger` with a file, and
 * `forgetledger`.
 */
export class FetchView extends LitElement {
  static override styles = [
    controls,
    css`
      section {
        display: grid;
        gap: 0.5rem;
        padding: 0.6rem var(--space);
        border: 1px solid var(--line);
        border-radius: var(--round);
        background: var(--surface);
      }

      .figures,
      .buttons {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.35rem 1.25rem;
      }

      .buttons {
        gap: 0.5rem;
      }

      fieldset {
        display: grid;
        gap: 0.2rem;
        margin: 0;
        padding: 0;
        border: 0;
      }

      legend {
        padding: 0;
      }

      [role='alert'] {
        color: var(--bad);
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) offer: FetchOffer = { of: '' };
  @property({ attribute: false }) fetching: Fetching | undefined;
  @property({ type: Boolean }) active = false;
  @state() private use: LedgerUse = 'resume';
  readonly #remaining = new Remaining();

  override render() {
    return html`
      <section aria-label="Snapshot">
        ${this.fetching ? this.#progress(this.fetching) : nothing}
        ${this.active ? nothing : this.#offer()}
        <div role="alert">${this.active ? nothing : problemView({ message: this.offer.problem ?? '' })}</div>
      </section>
    `;
  }

  #progress(fetching: Fetching) {
    const { stage, settled, videos, shown } = fetching;
    const share = videos > 0 ? Math.min(1, settled / videos) : 0;
    const text = stageText(fetching);
    const { kind } = stage;
    const stopped = stage.kind === 'stopped' && !stage.unkept;
    const rests = kind === 'paused' || kind === 'quota' || kind === 'stopped';
    const left = rests ? undefined : this.#remaining.after(fetching.seconds, share);
    return html`
      <div class="figures">
        <strong role="status">${text}</strong>
        ${figuresOf(fetching, this.active ? left : undefined).map((figure) => html`<span class="quiet">${figure}</span>`)}
      </div>
      ${
        this.active
          ? html`
            <progress aria-label="Videos fetched" max="1" .value=${share}></progress>
            <div class="buttons">
              ${this.#mainButton(stopped, rests)}
              <button aria-disabled=${shown < settled ? 'false' : 'true'} @click=${() => this.#fire('show')}>
                Show partial results
              </button>
              <button @click=${() => this.#fire('saveledger')}>Export saved answers</button>
              <button @click=${() => this.#fire('end')}>Stop</button>
            </div>
          `
          : nothing
      }
      ${
        fetching.ledger === 'memory' && this.active
          ? html`<p class="quiet">Answers cannot be stored here. Export them before you close the tab.</p>`
          : nothing
      }
    `;
  }

  #mainButton(stopped: boolean, rests: boolean) {
    if (stopped) {
      return html`<button class="main" @click=${() => this.#fire('retry')}>Try again</button>`;
    }
    return html`
      <button class=${rests ? 'main' : ''} @click=${() => this.#fire(rests ? 'resume' : 'pause')}>
        ${rests ? 'Resume' : 'Pause'}
      </button>
    `;
  }

  #offer() {
    const { of, restartCost, ledger, unreadable } = this.offer;
    const cost = (this.use === 'restart' && restartCost) || this.offer.cost;
    const isKnown = cost?.calls === 0 && ledger !== undefined;
    return html`
      ${unreadable ? html`<p role="alert">${problemView({ message: unreadable })} ${mend}</p>` : nothing}
      ${isKnown ? html`<p>Every answer is saved. No request is needed.</p>` : nothing}
      ${cost && !isKnown ? html`<p>${costText(cost)} to ${of}</p>` : nothing}
      ${ledger ? ledgerChoice(ledger, this.use, (use) => this.#use(use)) : nothing}
      <div class="buttons">
        <button
          class="main"
          aria-disabled=${cost && !unreadable ? 'false' : 'true'}
          title=${unreadable ? mend : nothing}
          @click=${this.#fetch}
        >
          ${isKnown ? 'Use saved answers' : 'Fetch counts'}
        </button>
        ${
          ledger || unreadable
            ? html`
              <button @click=${() => this.#fire('saveledger')}>Export saved answers</button>
              <button @click=${() => this.#fire('forgetledger')}>
                Delete saved answers
              </button>
            `
            : nothing
        }
        <button @click=${() => this.renderRoot.querySelector('input[type=file]')?.dispatchEvent(new MouseEvent('click'))}>
          Import saved answers
        </button>
        <input type="file" hidden aria-label="Saved answers" @change=${this.#load} />
      </div>
    `;
  }

  #use(use: LedgerUse): void {
    this.use = use;
  }

  #fetch(): void {
    if (!this.offer.cost || this.offer.unreadable) return;
    this.#remaining.after(0, 0);
    const detail = this.use;
    this.use = 'resume';
    this.dispatchEvent(new CustomEvent('fetch', { detail }));
  }

  #load({ currentTarget }: Event): void {
    const field = currentTarget as HTMLInputElement;
    const detail = field.files?.[0];
    field.value = '';
    if (detail) this.dispatchEvent(new CustomEvent('loadledger', { detail }));
  }

  #fire(name: string): void {
    this.dispatchEvent(new Event(name));
  }
}
