import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import { controls } from './controls';

/** The fields of the form; '' where nothing was entered. */
export interface Fields {
  readonly endDate: string;
  readonly runDate: string;
  readonly timezone: string;
}

/** What the form's button does now. */
export type FormStage = 'waiting' | 'ready' | 'busy' | 'done';

/** The dates and the zone of a run. Fires `run`, and `dates` to change the dates afterwards. */
export class OptionsForm extends LitElement {
  static override styles = [
    controls,
    css`
      form {
        display: grid;
        gap: 0.6rem;
      }

      label {
        display: grid;
        grid-template-columns: 7.5rem minmax(8rem, 1fr);
        align-items: center;
        gap: 0.1rem 0.75rem;
      }

      input {
        width: min(100%, 13rem);
      }

      small {
        grid-column: 2;
        font-size: 0.8125rem;
      }

      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
      }
    `,
  ];

  /** The fields as the page holds them. */
  @property({ attribute: false }) fields: Fields = { endDate: '', runDate: '', timezone: '' };
  @property({ attribute: false }) stage: FormStage = 'waiting';
  /** The newest day in the data, as far as it is known. */
  @property({ attribute: false }) newestDay: string | undefined;
  @state() private entered: Fields = this.fields;

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('fields')) this.entered = this.fields;
  }

  override render() {
    const { endDate, runDate, timezone } = this.entered;
    const newest = this.newestDay ? ` (${this.newestDay})` : '';
    return html`
      <h2>Dates</h2>
      <form @submit=${this.#submit} @input=${this.#enter}>
        <label>
          Complete up to
          <input type="date" name="endDate" min="0001-01-01" max="9999-12-31" .value=${endDate} />
          <small class="quiet">Inclusive. Empty: the newest day in the data${newest}.</small>
        </label>
        <label>
          Snapshot dated
          <input type="date" name="runDate" min="0001-01-01" max="9999-12-31" required .value=${runDate} />
        </label>
        <label>
          Time zone
          <input name="timezone" list="zones" placeholder="UTC" autocomplete="off" spellcheck="false" .value=${timezone} />
          <small class="quiet">In which timestamps become days.</small>
        </label>
        <datalist id="zones">${zones.map((zone) => html`<option value=${zone}></option>`)}</datalist>
        <div class="buttons">${this.#buttons()}</div>
      </form>
    `;
  }

  #buttons() {
    const { stage, entered, fields } = this;
    if (stage !== 'done') {
      return html`<button class="main" ?disabled=${stage !== 'ready'}>Run</button>`;
    }
    const dates = entered.endDate !== fields.endDate || entered.runDate !== fields.runDate;
    if (!dates || entered.timezone !== fields.timezone)
      return html`<button class="main">Run again</button>`;
    return html`
      <button class="main">Apply the dates</button>
      <button type="button" @click=${() => this.#fire('run')}>Run again</button>
      ${nothing}
    `;
  }

  #enter(event: Event): void {
    const { target } = event;
    if (target instanceof HTMLInputElement) {
      this.entered = { ...this.entered, [target.name]: target.value };
    }
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    const { stage, entered, fields } = this;
    const dates = entered.endDate !== fields.endDate || entered.runDate !== fields.runDate;
    const only = stage === 'done' && dates && entered.timezone === fields.timezone;
    this.#fire(only ? 'dates' : 'run');
  }

  #fire(name: 'run' | 'dates'): void {
    this.dispatchEvent(new CustomEvent<Fields>(name, { detail: this.entered }));
  }
}

const zones = Intl.supportedValuesOf('timeZone');
