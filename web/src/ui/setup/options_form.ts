import { css, html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { controls, labelled } from '../controls';
import { checkDay, dayField } from '../day_field';

/** The fields of the form; '' if empty. */
export interface Fields {
  readonly endDate: string;
  readonly runDate: string;
  readonly timezone: string;
}

/** The stage that decides what the form's button does. */
export type FormStage = 'waiting' | 'ready' | 'busy' | 'done';

/**
 * The dates and the zone of a run. Fires `fields` with the input, `run`, and `dates` if only the
 * dates are changed afterwards.
 */
export class OptionsForm extends LitElement {
  static override styles = [
    controls,
    labelled,
    css`
      form {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr));
        align-items: start;
        gap: 0.6rem 2rem;
      }

      label {
        grid-template-columns: minmax(0, 1fr);
      }

      label small {
        grid-column: 1;
      }

      input {
        width: min(100%, 13rem);
      }

      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
      }
    `,
  ];

  @property({ attribute: false }) fields: Fields = { endDate: '', runDate: '', timezone: '' };
  /** The fields that the results are of, if there are results. */
  @property({ attribute: false }) applied: Fields | undefined;
  @property({ attribute: false }) stage: FormStage = 'waiting';
  /** Why a run is not possible; '' if it is. */
  @property() blocked = '';
  /** The newest day in the data, as far as it is known. */
  @property({ attribute: false }) newestDay: string | undefined;

  override render() {
    const { endDate, runDate, timezone } = this.fields;
    const newest = this.newestDay ? ` (${this.newestDay})` : '';
    return html`
      <h2>Period</h2>
      <form @submit=${this.#submit} @input=${this.#enter}>
        <label>
          End date
          ${dayField({ name: 'endDate', value: endDate })}
          <small class="quiet">Last day that should have data. Default: newest date${newest}.</small>
        </label>
        <label>
          Snapshot date
          ${dayField({ name: 'runDate', value: runDate, required: true })}
        </label>
        <label>
          Time zone
          <input name="timezone" list="zones" placeholder="UTC" autocomplete="off" spellcheck="false" .value=${live(timezone)} />
          <small class="quiet">Used to turn timestamps into dates. Default: UTC.</small>
        </label>
        <datalist id="zones">${zones.map((zone) => html`<option value=${zone}></option>`)}</datalist>
        <div class="buttons">${this.#buttons()}</div>
      </form>
    `;
  }

  #buttons() {
    const dates = this.stage === 'done' && this.#onlyDates;
    // Without a button, Enter in a field does nothing.
    return html`
      <button class="main" ?hidden=${!dates}>Update</button>
      ${this.blocked ? html`<span class="quiet">${this.blocked}</span>` : nothing}
    `;
  }

  get #canRun(): boolean {
    return this.stage === 'ready' || this.stage === 'done';
  }

  /** Whether the dates differ from those of the results, and nothing else does. */
  get #onlyDates(): boolean {
    const { applied, fields } = this;
    if (!applied || applied.timezone !== fields.timezone.trim()) return false;
    return applied.endDate !== fields.endDate || applied.runDate !== fields.runDate;
  }

  #enter({ target }: Event): void {
    if (!(target instanceof HTMLInputElement)) return;
    if (!(target.name === 'timezone' ? checkZone(target) : checkDay(target))) return;
    const detail: Fields = { ...this.fields, [target.name]: target.value };
    this.dispatchEvent(new CustomEvent('fields', { detail }));
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    if (!this.#canRun) return;
    this.#fire(this.stage === 'done' && this.#onlyDates ? 'dates' : 'run');
  }

  #fire(name: 'run' | 'dates'): void {
    this.dispatchEvent(new Event(name));
  }
}

const zones = Intl.supportedValuesOf('timeZone');

/** Marks a name that no time zone has, so that Enter does not submit it; returns true. */
function checkZone(input: HTMLInputElement): boolean {
  let message = '';
  try {
    new Intl.DateTimeFormat('en', { timeZone: input.value.trim() || 'UTC' });
  } catch {
    message = 'Unknown time zone. Use a name such as Asia/Kolkata.';
  }
  input.setCustomValidity(message);
  return true;
}
