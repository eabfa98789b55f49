import { css, html, LitElement, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { StoreAccess, UrlCheck } from '../../types';
import { storeUrl } from '../../types/store_url';
import { controls } from '../controls';
import type { KeysForm } from '../stores/keys_form';
import { counted } from '../text/amount';

/** Fired with the entered URLs, and with the entered access to buckets. */
export type UrlsEvent = CustomEvent<{
  readonly urls: readonly string[];
  readonly access?: StoreAccess;
}>;

/** A form for URLs of files; fires `urls` with them, and `close`. */
export class UrlsForm extends LitElement {
  static override styles = [
    controls,
    css`
      form {
        display: grid;
        gap: 0.4rem;
        text-align: start;
      }

      label {
        font-weight: 600;
      }

      textarea {
        width: 100%;
        min-height: 4.5rem;
        padding: 0.3rem 0.5rem;
        border: 1px solid var(--field);
        border-radius: var(--round);
        background: var(--surface);
        color: var(--ink);
        font: 0.8125rem / 1.45 ui-monospace, monospace;
        white-space: pre;
        resize: vertical;
      }

      textarea[aria-invalid='true'] {
        border-color: var(--bad);
      }

      ul {
        max-height: 8rem;
        overflow: auto;
        margin: 0;
        padding: 0.3rem 0.6rem;
        border-inline-start: 3px solid var(--bad);
        border-radius: var(--round);
        background: var(--bad-wash);
        list-style: none;
        overflow-wrap: anywhere;
      }

      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
      }
    `,
  ];

  /** Parses the input. */
  @property({ attribute: false }) check: (text: string) => UrlCheck = () => {
    return { urls: [], problems: [] };
  };
  @state() private problems: UrlCheck['problems'] = [];
  /** The URLs of buckets. */
  @state() private buckets: readonly string[] = [];

  override render() {
    const { problems } = this;
    const wrong = problems.length > 0;
    return html`
      <form @submit=${this.#submit} @keydown=${this.#key}>
        <label for="urls">Parquet URLs</label>
        <textarea
          id="urls"
          rows="3"
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          placeholder="https:// or s3://"
          aria-describedby=${wrong ? 'problems hint' : 'hint'}
          aria-invalid=${wrong ? 'true' : 'false'}
          @input=${this.#entered}
        ></textarea>
        <div role="alert">${wrong ? problemList(problems) : nothing}</div>
        <p id="hint" class="quiet">
          One file, folder or bucket per line. Only the needed bytes are downloaded. The host must
          allow this page (CORS).
        </p>
        ${this.buckets.length > 0 ? html`<day-tally-keys .urls=${this.buckets}></day-tally-keys>` : nothing}
        <div class="buttons">
          <button class="main">Open</button>
          <button type="button" @click=${this.#close}>Cancel</button>
        </div>
      </form>
    `;
  }

  override focus(): void {
    this.#field?.focus();
  }

  get #field(): HTMLTextAreaElement | null {
    return this.renderRoot.querySelector('textarea');
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    const { urls, problems } = this.check(this.#field?.value ?? '');
    const none = { line: 1, message: 'Enter at least one URL.' };
    this.problems = urls.length === 0 && problems.length === 0 ? [none] : problems;
    if (this.problems.length > 0) {
      this.focus();
      return;
    }
    const keys = this.renderRoot.querySelector<KeysForm>('day-tally-keys');
    if (keys?.check?.() === false) return;
    const access = keys?.access;
    const detail = { urls, ...(access && { access }) };
    this.dispatchEvent(new CustomEvent('urls', { detail }));
  }

  /** Messages refer to the last check; new ones appear at the next. */
  #entered(): void {
    this.problems = [];
    const lines = this.#field?.value.split('\n') ?? [];
    this.buckets = lines.filter((line) => storeUrl.test(line));
    if (this.buckets.length > 0) void import('../stores/keys_form');
  }

  #key(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.#close();
    const wanted = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
    if (!wanted || !(event.currentTarget instanceof HTMLFormElement)) return;
    // Otherwise the key would press the button that gets the focus once this is closed.
    event.preventDefault();
    event.currentTarget.requestSubmit();
  }

  #close(): void {
    this.dispatchEvent(new Event('close'));
  }
}

const shown = 20;

function problemList(problems: UrlCheck['problems']) {
  const more = problems.length - shown;
  return html`
    <ul id="problems">
      ${problems.slice(0, shown).map(({ line, message }) => html`<li>Line ${line}: ${message}</li>`)}
      ${more > 0 ? html`<li>and ${counted(more, 'other')}</li>` : nothing}
    </ul>
  `;
}
