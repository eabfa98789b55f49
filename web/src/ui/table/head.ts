import { html } from 'lit';
import type { Column, Sort } from '../../types';
import { titleOf } from './column_texts';

/** The actions of a table's head. */
export interface HeadActions {
  /** Sorts by a column, reverses the order, or removes it. */
  readonly sort: (column: Column) => void;
  /** Makes a column wider by so many rem, or narrower. */
  readonly widen: (column: Column, rem: number) => void;
}

const step = 1;

/** Renders the head of a column: a button that sorts, and an edge to drag. */
export function headView(column: Column, at: number, sort: Sort | undefined, actions: HeadActions) {
  const { name, type } = column;
  const sorted = sort?.column === name ? sort : undefined;
  const direction = sorted?.descending ? 'descending' : 'ascending';
  const press = (event: KeyboardEvent) => {
    const step = event.altKey ? steps[event.key] : undefined;
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    actions.widen(column, step);
  };
  return html`
    <th
      role="columnheader"
      scope="col"
      class=${type}
      aria-colindex=${at + 2}
      aria-sort=${sorted ? direction : 'none'}
    >
      <button
        title="${name}. Sort (Alt+←/→ resizes)"
        @click=${() => actions.sort(column)}
        @keydown=${press}
      >
        ${titleOf(column)}<span class="arrow" aria-hidden="true">${sorted ? arrows[direction] : ''}</span>
      </button>
      <span
        class="edge"
        aria-hidden="true"
        @pointerdown=${(event: PointerEvent) => drag(event, (by) => actions.widen(column, by))}
      ></span>
    </th>
  `;
}

const arrows = { ascending: '▲', descending: '▼' };
const steps: Record<string, number> = { ArrowLeft: -step, ArrowRight: step };

/** Follows a pointer to the left and right, in rem. */
function drag(event: PointerEvent, widen: (by: number) => void): void {
  const edge = event.currentTarget;
  if (!(edge instanceof HTMLElement) || event.button !== 0) return;
  event.preventDefault();
  edge.setPointerCapture(event.pointerId);
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
  let at = event.clientX;
  const move = ({ clientX }: PointerEvent) => {
    widen((clientX - at) / rem);
    at = clientX;
  };
  edge.addEventListener('pointermove', move);
  edge.addEventListener('lostpointercapture', () => edge.removeEventListener('pointermove', move), {
    once: true,
  });
}
