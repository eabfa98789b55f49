import { html } from 'lit';
import type { ResultKind } from '../../types';
import { menu } from '../menu';
import { titleOf } from '../table/column_texts';
import { columnsOf } from './kinds';

/** Renders the choice of a result's columns, one of which is always shown. `hide` gets the others. */
export function columnMenu(
  kind: ResultKind,
  shown: readonly string[],
  hide: (columns: readonly string[]) => void,
) {
  const all = columnsOf[kind];
  const box = (name: string) => {
    const isShown = shown.includes(name);
    const toggle = () => hide(all.filter((each) => shown.includes(each) === (each === name)));
    return html`
      <label>
        <input
          type="checkbox"
          .checked=${isShown}
          ?disabled=${isShown && shown.length === 1}
          @change=${toggle}
        />
        ${titleOf({ name })}
      </label>
    `;
  };
  const some = shown.length < all.length;
  return menu(
    some ? `Columns (${shown.length} of ${all.length})` : 'Columns',
    'Columns',
    html`
      ${all.map(box)}
      <p class="quiet">Copies and exports have the columns that are shown.</p>
    `,
  );
}
