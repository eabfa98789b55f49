import { css, html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { controls, labelled } from '../controls';
import { noFields, type ProviderFields } from './provider_fields';

const hints: Partial<Record<ProviderFields['name'], string>> = {
  none: 'No counts are fetched, and there is no snapshot.',
  simulator: 'Test data: random-looking counts from 0 to 999. Nothing is sent.',
};

/** The provider of the snapshot's counts, and its options; fires `provider` with the input. */
export class ProviderForm extends LitElement {
  static override styles = [
    controls,
    labelled,
    css`
      .fields {
        display: grid;
        gap: 0.6rem;
      }

      input,
      textarea,
      select {
        width: min(100%, 22rem);
      }

      textarea {
        font: 0.8125rem / 1.45 ui-monospace, monospace;
      }

      details[open] {
        display: grid;
        gap: 0.6rem;
      }

      summary {
        cursor: pointer;
      }
    `,
  ];

  @property({ attribute: false }) fields: ProviderFields = noFields;
  /** Whether the portal has set a function. */
  @property({ type: Boolean }) own = false;
  /** While a job is running. */
  @property({ type: Boolean }) disabled = false;

  override render() {
    const { name } = this.fields;
    return html`
      <h2>Counts</h2>
      <div class="fields" @input=${this.#enter}>
        <label>
          Source
          <select name="name" ?disabled=${this.disabled} .value=${live(name)}>
            <option value="none" ?selected=${name === 'none'}>None</option>
            <option value="simulator" ?selected=${name === 'simulator'}>Simulated (made-up numbers)</option>
            <option value="youtube" ?selected=${name === 'youtube'}>YouTube Data API</option>
            <option value="http" ?selected=${name === 'http'}>Custom API</option>
            ${
              this.own
                ? html`<option value="callback" ?selected=${name === 'callback'}>This portal</option>`
                : nothing
            }
          </select>
          <small class="quiet">
            ${hints[name] ?? 'Only video IDs are sent.'}
          </small>
        </label>
        ${this.#of(name)}
      </div>
    `;
  }

  /** Scrolls to the form, and focuses the first field that the provider needs. */
  async show(): Promise<void> {
    await this.updateComplete;
    this.scrollIntoView({ block: 'center' });
    const fields = this.renderRoot.querySelectorAll<HTMLElement>('label > :is(input, select)');
    (fields[1] ?? fields[0])?.focus();
  }

  #of(name: ProviderFields['name']) {
    if (name === 'simulator' || name === 'none') return nothing;
    const { key, url, method, headers } = this.fields;
    const { disabled } = this;
    return html`
      ${
        name === 'youtube'
          ? html`
            <label>
              API key
              <input name="key" type="password" autocomplete="off" spellcheck="false" ?disabled=${disabled} .value=${live(key)} />
              <small class="quiet">Kept in memory, sent only to Google.</small>
            </label>
            <label>
              Method
              <select name="method" ?disabled=${disabled} .value=${live(method)}>
                <option value="list" ?selected=${method === 'list'}>videos.list</option>
                <option value="batchGetStats" ?selected=${method === 'batchGetStats'}>videos:batchGetStats</option>
              </select>
            </label>
          `
          : nothing
      }
      ${
        name === 'http'
          ? html`
            <label>
              URL
              <input name="url" type="url" placeholder="https://" autocomplete="off" spellcheck="false" ?disabled=${disabled} .value=${live(url)} />
              <small class="quiet">
                Receives POST <code>{"video_ids": […]}</code>, returns
                <code>[{"video_id", "views"}]</code>. Must allow CORS.
              </small>
            </label>
            <label>
              Headers
              <textarea name="headers" rows="2" placeholder="Authorization: Bearer …" autocomplete="off" spellcheck="false" ?disabled=${disabled} .value=${live(headers)}></textarea>
              <small class="quiet">One per line. Kept in memory.</small>
            </label>
          `
          : nothing
      }
      <details>
        <summary>Rate limits</summary>
        ${this.#number('batchSize', 'Batch size', 'Videos per request. Default: the provider’s maximum.')}
        ${this.#number('concurrency', 'Parallel requests', 'Default: 4.')}
        ${this.#number('perSecond', 'Requests per second', 'Default: unlimited.', 'any')}
        ${this.#number('dailyUnits', 'Daily quota', 'Resets at midnight Pacific. Default: until exhausted.')}
        ${
          name === 'youtube'
            ? html`
              <label>
                API URL
                <input name="url" type="url" placeholder="https://www.googleapis.com/youtube/v3" autocomplete="off" spellcheck="false" ?disabled=${disabled} .value=${live(url)} />
              </label>
            `
            : nothing
        }
      </details>
    `;
  }

  #number(
    name: 'batchSize' | 'concurrency' | 'perSecond' | 'dailyUnits',
    label: string,
    hint: string,
    step = '1',
  ) {
    return html`
      <label>
        ${label}
        <input name=${name} type="number" min=${step === '1' ? 1 : 0} step=${step} ?disabled=${this.disabled} .value=${live(this.fields[name])} />
        <small class="quiet">${hint}</small>
      </label>
    `;
  }

  #enter({ target }: Event): void {
    const field = target as HTMLInputElement;
    const detail: ProviderFields = { ...this.fields, [field.name]: field.value };
    this.dispatchEvent(new CustomEvent('provider', { detail }));
  }
}
