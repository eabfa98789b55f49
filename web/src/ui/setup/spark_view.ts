import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Dataset, RunOptions } from '../../types';
import { controls, labelled } from '../controls';
import { copyText } from '../copy_text';
import {
  callsProvider,
  isOptional,
  type Places,
  type SparkJob,
  sparkJobs,
  sparkRefusal,
  wordsOf,
} from './spark_words';

/** Shows how to run the same questions on Spark. */
export class SparkView extends LitElement {
  static override styles = [
    controls,
    labelled,
    css`
      summary {
        cursor: pointer;
      }

      .fields {
        display: grid;
        gap: 0.6rem;
        padding-top: 0.4rem;
      }

      pre {
        margin: 0;
        padding: 0.5rem 0.6rem;
        border: 1px solid var(--line);
        border-radius: var(--round);
        background: var(--ground);
        font: 0.8125rem / 1.45 ui-monospace, monospace;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }

      .buttons {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.5rem;
      }
    `,
  ];

  @property({ attribute: false }) input: Dataset | undefined;
  /** The options of a run, with the provider. */
  @property({ attribute: false }) options: RunOptions | undefined;
  /** Makes the line from the arguments of a command. */
  @property({ attribute: false }) make: ((words: readonly string[]) => Promise<string>) | undefined;
  @state() private job = '';
  @state() private places: Places = { input: 'views', output: 'daytally-results' };
  @state() private line: string | undefined;
  @state() private copied = '';
  @state() private open = false;
  #words = '';

  override willUpdate(_: PropertyValues<this>): void {
    const { options, open, make, places } = this;
    const job = this.#job;
    if (!options || !open || !make || !job) return;
    const words = wordsOf(job, places, options);
    const wanted = JSON.stringify(words);
    if (wanted === this.#words) return;
    this.#words = wanted;
    this.copied = '';
    void make(words).then(
      (line) => {
        if (wanted === this.#words) this.line = line;
      },
      () => {
        // The worker has ended; the next request uses another.
        if (wanted === this.#words) this.#words = '';
      },
    );
  }

  override render() {
    if (!this.options || !this.input) return nothing;
    const { places, options } = this;
    const refusal = sparkRefusal(options.provider);
    const chosen = this.#job;
    return html`
      <details
        @toggle=${(event: Event) => {
          this.open = (event.currentTarget as HTMLDetailsElement).open;
        }}
      >
        <summary>Run on Spark</summary>
        <div class="fields">
        <p class="quiet">
          For data too large for this machine. Needs the <code>daytally-spark</code> package.
        </p>
        <label>
          Output
          <select
            @change=${({ target }: Event) => {
              this.job = (target as HTMLSelectElement).value;
            }}
          >
            ${this.#jobs.map(({ label }) => html`<option .selected=${live(label === chosen?.label)}>${label}</option>`)}
          </select>
        </label>
        ${refusal ? html`<p class="quiet">${refusal}</p>` : nothing}
        <label>
          Input path
          <input name="input" spellcheck="false" autocomplete="off" .value=${live(places.input)} @input=${this.#place} />
          <small class="quiet">As Spark knows it.</small>
        </label>
        <label>
          Output path
          <input name="output" spellcheck="false" autocomplete="off" .value=${live(places.output)} @input=${this.#place} />
        </label>
        ${this.line ? this.#lineView(this.line) : nothing}
        </div>
      </details>
    `;
  }

  #lineView(line: string) {
    return html`
      <pre tabindex="0" aria-label="Command">${line}</pre>
      <div class="buttons">
        <button @click=${() => this.#copy(line)}>Copy command</button>
        <span class="quiet" role="status">${this.copied}</span>
      </div>
    `;
  }

  /** The jobs that the columns and the provider allow. */
  get #jobs(): readonly SparkJob[] {
    const kinds = this.input?.plan.kinds ?? [];
    const provider = this.options?.provider;
    const refused = sparkRefusal(provider) !== undefined;
    const can = (job: SparkJob) => job.kinds.every((kind) => kinds.includes(kind));
    return sparkJobs.filter(
      (job) => can(job) && !(refused && callsProvider(job) && !isOptional(job, provider)),
    );
  }

  get #job(): SparkJob | undefined {
    const jobs = this.#jobs;
    return jobs.find(({ label }) => label === this.job) ?? jobs[0];
  }

  #place({ target }: Event): void {
    const { name, value } = target as HTMLInputElement;
    this.places = { ...this.places, [name]: value };
  }

  async #copy(line: string): Promise<void> {
    try {
      await copyText(line);
      this.copied = 'Copied.';
    } catch {
      this.copied = 'Copying is blocked. Select the command instead.';
    }
  }
}
