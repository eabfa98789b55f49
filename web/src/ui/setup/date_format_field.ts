import { html, nothing } from 'lit';
import type { FormatOffer, RoleCheck } from '../../types';
import { visible } from '../../visible';

/**
 * Returns what is wrong with the first values of a role's column; undefined if some can be read.
 */
export function unreadText(role: string, check: RoleCheck | undefined): string | undefined {
  if (!check || check.values.length === 0 || check.readable > 0) return undefined;
  const what = role === 'viewCount' ? 'a whole number' : 'a date';
  return `None of the first values can be read as ${what}: ${visible(check.values.join(', '))}`;
}

/** Renders the format of a role's dates, with those that fit the first values. */
export function dateFormatField(
  role: string,
  format: string | undefined,
  offers: readonly FormatOffer[],
  disabled: boolean,
  choose: (format: string) => void,
) {
  const typed = ({ currentTarget }: Event) => {
    if (currentTarget instanceof HTMLInputElement) choose(currentTarget.value.trim());
  };
  return html`
    <dd class="format">
      <label>
        Date format
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
    </dd>
  `;
}
