import { html, nothing } from 'lit';
import type { DateRole, FormatOffer } from '../../types';

/** Renders the format of a role's dates, with those that fit the first values. */
export function dateFormatField(
  title: string,
  role: DateRole,
  format: string | undefined,
  offers: readonly FormatOffer[],
  disabled: boolean,
  choose: (format: string) => void,
) {
  const typed = ({ currentTarget }: Event) => {
    if (currentTarget instanceof HTMLInputElement) choose(currentTarget.value.trim());
  };
  return html`
    <label>
      Format of ${title}
      <input
        name="${role}-format"
        placeholder="%d/%m/%Y"
        autocomplete="off"
        spellcheck="false"
        ?disabled=${disabled}
        .value=${format ?? ''}
        @change=${typed}
      />
    </label>
    ${
      offers.length > 0
        ? html`<span class="quiet">${offers.length > 1 ? 'These fit, choose one:' : 'This fits:'}</span>`
        : nothing
    }
    ${offers.map(({ format: offered, day }) => {
      return html`<button class="link" translate="no" ?disabled=${disabled} aria-pressed=${offered === format ? 'true' : 'false'} @click=${() => choose(offered)}>${offered} (${day})</button>`;
    })}
  `;
}
