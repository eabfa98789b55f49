import { css, html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { controls, labelled } from '../controls';
import { noFields, type ProviderFields } from './provider_fields';

const hints: Partial<Record<ProviderFields['name'], string>> = {
  none: 'No counts are fetched: there is no snapshot.',
  simulator: 'Made-up counts, 0 to 999, from the ids. No request is sent.',
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
  /** Whether the portal has given a function. */
  @property({ type: Boolean }) own = false;
  /** While a job is running. */
  @property({ type: Boolean }) disabled = false;

  override render() {
    const { name } = this.fields;
    return html`
      <h2>Snapshot</h2>
      <div class="fields" @input=${this.#enter}>
        <label>
          Provider
          <select name="name" ?disabled=${this.disabled} .value=${live(name)}>
            <option value="none" ?selected=${name === 'none'}>no provider</option>
            <option value="simulator" ?selected=${name === 'simulator'}>the simulator (made-up counts)</option>
            <option value="youtube" ?selected=${name === 'youtube'}>the YouTube Data API</option>
            <option value="http" ?selected=${name === 'http'}>a service of your own</option>
            ${
              this.own
                ? html`<option value="callback" ?selected=${name === 'callback'}>this portal</option>`
                : nothing
            }
          </select>
          <small class="quiet">
            ${hints[name] ?? 'The videos’ ids are sent there, and nothing else of the data.'}
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
              Key
              <input name="key" type="password" autocomplete="off" spellcheck="false" ?disabled=${disabled} .value=${live(key)} />
              <small class="quiet">Kept in this tab’s memory only, and sent to the API alone.</small>
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
              Address
              <input name="url" type="url" placeholder="https://" autocomplete="off" spellcheck="false" ?disabled=${disabled} .value=${live(url)} />
              <small class="quiet">
                Takes <code>{"video_ids": […]}</code> by POST, answers
                <code>[{"video_id", "views"}]</code>, and must allow this page (CORS).
              </small>
            </label>
            <label>
              Headers
              <textarea name="headers" rows="2" placeholder="Authorization: Bearer …" autocomplete="off" spellcheck="false" ?disabled=${disabled} .value=${live(headers)}></textarea>
              <small class="quiet">One per line. Kept in this tab’s memory only.</small>
            </label>
          `
          : nothing
      }
      <details>
        <summary>Pace and batches</summary>
        ${this.#number('batchSize', 'Videos in a call', 'Empty: as many as it takes.')}
        ${this.#number('concurrency', 'Calls at a time', 'Empty: 4.')}
        ${this.#number('perSecond', 'Calls a second', 'At most. Empty: no limit.', 'any')}
        ${this.#number('dailyUnits', 'Units a day', 'At most, until midnight in California. Empty: until it says that none are left.')}
        ${
          name === 'youtube'
            ? html`
              <label>
                Address
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
