import { html } from 'lit';
import type { Outcome, ResultKind } from '../../types';
import { grouped } from '../text/amount';
import { kindTexts } from './kinds';
import { kindOf } from './look';
import { simulatedBadge } from './result_notes';
import { type Tab, titles } from './tabs';

/** A tab, and its number of rows; '' if it has no rows. */
export type Listed = readonly [tab: Tab, count: string];

/** Returns the number of rows of a tab: `–` if there is no result, `!` if it failed. */
export function countText(tab: Tab, form: ResultKind, { counts }: Outcome): string {
  const kind = kindOf(tab, form);
  if (!kind) return '';
  const count = counts.get(kind);
  if (!count) return '–';
  return count.problem ? '!' : grouped(count.rows);
}

/** Renders the tabs of the results, one of which is selected. */
export function tabList(
  listed: readonly Listed[],
  selected: Tab,
  outcome: Outcome,
  select: (tab: Tab) => void,
) {
  const pressed = (event: KeyboardEvent) => {
    const tab = tabAfter(event.key, listed, selected);
    if (!tab) return;
    event.preventDefault();
    select(tab);
    const list = event.currentTarget as HTMLElement;
    list.querySelector<HTMLElement>(`#tab-${tab}`)?.focus();
  };
  return html`
    <div part="tabs" role="tablist" aria-label="Results" @keydown=${pressed}>
      ${listed.map(
        ([tab, count]) => html`
          <button
            role="tab"
            id="tab-${tab}"
            aria-controls="panel"
            aria-selected=${tab === selected ? 'true' : 'false'}
            tabindex=${tab === selected ? 0 : -1}
            @click=${() => select(tab)}
          >
            ${titles[tab] ?? kindTexts[tab as ResultKind].title}
            <span class="count">${count}</span>
            ${simulatedBadge(tab, outcome)}
          </button>
        `,
      )}
    </div>
  `;
}

/** Returns the tab that a key selects; undefined for other keys. */
function tabAfter(key: string, listed: readonly Listed[], selected: Tab): Tab | undefined {
  const at = listed.findIndex(([tab]) => tab === selected);
  const targets: Record<string, number> = {
    ArrowRight: (at + 1) % listed.length,
    ArrowLeft: (at - 1 + listed.length) % listed.length,
    Home: 0,
    End: listed.length - 1,
  };
  return listed[targets[key] ?? -1]?.[0];
}
