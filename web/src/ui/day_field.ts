import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { dayNumber } from '../day';

/** A field for a day as `YYYY-MM-DD`, or for a month as `YYYY-MM`, in every language. */
export interface DayField {
  readonly name: string;
  readonly value: string;
  /** What screen readers call it, if it has no label. */
  readonly label?: string;
  readonly month?: boolean;
  readonly required?: boolean;
}

/** Renders a field for a day or a month. */
export function dayField({ name, value, label, month = false, required = false }: DayField) {
  const form = month ? 'YYYY-MM' : 'YYYY-MM-DD';
  return html`
    <input
      name=${name}
      class=${month ? 'month' : 'day'}
      inputmode="numeric"
      autocomplete="off"
      maxlength=${form.length}
      placeholder=${form}
      aria-label=${label ?? nothing}
      ?required=${required}
      .value=${live(value)}
    />
  `;
}

/** Marks a field that holds anything but a day or a month; returns whether it is valid. */
export function checkDay(input: HTMLInputElement): boolean {
  const { value } = input;
  const month = input.classList.contains('month');
  const valid =
    (value === '' && !input.required) || dayNumber(month ? `${value}-01` : value) !== undefined;
  // A half-typed day is not an error yet.
  const long = value.length >= (month ? 7 : 10);
  input.setAttribute('aria-invalid', String(!valid && long));
  input.setCustomValidity(
    valid ? '' : `Enter a ${month ? 'month as YYYY-MM' : 'date as YYYY-MM-DD'}.`,
  );
  return valid;
}
