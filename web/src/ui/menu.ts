import { css, html } from 'lit';

/** Renders a button that unfolds a menu. Escape folds it, as does moving to another control. */
export function menu(
  label: string,
  name: string,
  content: unknown,
  toggled?: (event: Event) => void,
) {
  const opened = (event: Event) => {
    const group = (event.currentTarget as Element).querySelector('[role=group]');
    // Does nothing while it is folded.
    group?.scrollIntoView({ block: 'nearest' });
    toggled?.(event);
  };
  return html`
    <details @toggle=${opened} @keydown=${pressed} @focusout=${left}>
      <summary>${label}</summary>
      <div role="group" aria-label=${name}>${content}</div>
    </details>
  `;
}

/** Folds a menu; its button takes the focus. */
export function fold(menu: HTMLDetailsElement | null): void {
  if (!menu) return;
  menu.open = false;
  menu.querySelector('summary')?.focus();
}

function pressed(event: KeyboardEvent): void {
  const details = event.currentTarget as HTMLDetailsElement;
  if (event.key !== 'Escape' || !details.open) return;
  event.stopPropagation();
  fold(details);
}

function left({ currentTarget, relatedTarget }: FocusEvent): void {
  const details = currentTarget as HTMLDetailsElement;
  if (relatedTarget && !details.contains(relatedTarget as Node)) details.open = false;
}

/** A menu ends at the end of its nearest positioned ancestor. */
export const menuStyles = css`
  summary {
    padding: 0.3rem 0.7rem;
    border: 1px solid var(--field);
    border-radius: var(--round);
    background: var(--surface);
    cursor: pointer;
    list-style: none;
  }

  summary::after {
    content: ' ▾';
  }

  summary::-webkit-details-marker {
    display: none;
  }

  [role='group'] {
    position: absolute;
    z-index: 3;
    inset-inline-end: 0;
    display: grid;
    width: min(20rem, 80vw);
    margin-top: 0.25rem;
    padding: 0.35rem;
    border: 1px solid var(--field);
    border-radius: var(--round);
    background: var(--surface);
    box-shadow: 0 4px 16px rgb(0 0 0 / 18%);
  }

  [role='group'] label {
    display: flex;
    align-items: center;
    gap: 0.35rem;
    min-height: 1.75rem;
    padding: 0.2rem 0.5rem;
  }

  .choice ~ label {
    border-top: 1px solid var(--line);
  }

  [role='group'] p {
    padding: 0.2rem 0.5rem;
    font-size: 0.75rem;
  }

  [role='group'] small {
    grid-column: 1 / -1;
    color: var(--quiet);
    font-size: 0.75rem;
  }

  .choice {
    position: relative;
    display: grid;
    grid-template-columns: 1fr auto;
    align-items: baseline;
    gap: 0 0.75rem;
    padding: 0.35rem 0.5rem;
    border-radius: var(--round);
  }

  .choice:hover {
    background: var(--raised);
  }

  .choice .size {
    grid-column: 2;
  }

  .choice button {
    padding: 0;
    border: 0;
    background: none;
    text-align: start;
  }

  /* The whole line can be clicked. */
  .choice button::after {
    content: '';
    position: absolute;
    inset: 0;
  }
`;
