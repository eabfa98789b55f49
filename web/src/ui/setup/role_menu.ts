import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Role, SchemaColumn } from '../../types';
import { visible } from '../../visible';
import { type RoleText, roles } from './roles';

/** The state of a menu. */
export interface MenuState {
  /** Whether its column needs attention. */
  readonly marked: boolean;
  /** The id of the element that states why. */
  readonly why: string;
  readonly disabled: boolean;
}

/** Renders the menu of the roles that a column can play, in place of the one that it plays. */
export function roleMenu(
  { name, kinds }: SchemaColumn,
  played: Role | undefined,
  { marked, why, disabled }: MenuState,
  choose: (role: Role | undefined) => void,
) {
  const fits = (each: RoleText) =>
    each.role === played || each.kinds.some((kind) => kinds.includes(kind));
  const mayEnd = !played || roles.some((each) => each.role === played && each.without);
  const chosen = ({ currentTarget }: Event) => {
    const { value } = currentTarget as HTMLSelectElement;
    choose(roles.find(({ role }) => role === value)?.role);
  };
  return html`
    <select
      ?disabled=${disabled}
      aria-label="Role of ${visible(name)}"
      aria-describedby=${why}
      aria-invalid=${marked ? 'true' : 'false'}
      @change=${chosen}
    >
      ${mayEnd ? html`<option value="" .selected=${live(!played)}>Not used</option>` : nothing}
      ${roles
        .filter(fits)
        .map(
          ({ role, title }) =>
            html`<option value=${role} .selected=${live(role === played)}>${title}</option>`,
        )}
    </select>
  `;
}
