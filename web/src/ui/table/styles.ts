import { css } from 'lit';

export const tableStyles = css`
  :host {
    position: relative;
    display: flex;
    flex-direction: column;
    min-height: 0;
    background: var(--surface);
  }

  .scroller {
    flex: 1;
    min-height: 0;
    overflow: auto;
    overflow-anchor: none;
    overscroll-behavior-y: contain;
  }

  /* The scrolled content covers the scroller's own outline. */
  .ring {
    position: absolute;
    inset: 0;
    z-index: 2;
    pointer-events: none;
  }

  .scroller:focus-visible + .ring {
    outline: 2px solid var(--accent);
  }

  .ring,
  thead button:focus-visible {
    outline-offset: -2px;
  }

  .panel {
    width: 100%;
  }

  /* As high as the view, so that only the panel behind it is scrolled. */
  .pane {
    position: sticky;
    top: 0;
    overflow-y: clip;
  }

  table {
    width: 100%;
    table-layout: fixed;
    border-collapse: separate;
    border-spacing: 0;
  }

  th,
  td {
    height: var(--row);
    padding: 0 0.75rem;
    border-bottom: 1px solid var(--line);
    overflow: hidden;
    text-align: start;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  thead th {
    position: relative;
    z-index: 1;
    padding: 0;
    background: var(--raised);
    font-weight: 600;
    overflow: visible;
  }

  tbody th {
    color: var(--quiet);
    font-weight: 400;
  }

  .integer {
    text-align: end;
  }

  .id {
    font-family: ui-monospace, monospace;
    font-size: 0.8125rem;
  }

  td {
    position: relative;
    cursor: cell;
    user-select: none;
  }

  .bar {
    position: absolute;
    inset-block: 0.25rem;
    inset-inline-end: 0;
    background: var(--accent);
    opacity: 0.14;
    pointer-events: none;
  }

  .chip {
    padding: 0 0.4rem;
    border: 1px solid var(--line);
    border-radius: 1rem;
    font-size: 0.75rem;
  }

  .chip.trailing,
  .chip.whole {
    border-color: var(--bad);
    color: var(--bad);
  }

  .link {
    color: var(--accent);
    cursor: pointer;
  }

  .link:hover {
    text-decoration: underline;
  }

  tbody tr:hover > * {
    background: var(--raised);
  }

  .null {
    color: var(--quiet);
    font-style: italic;
  }

  thead th.integer:first-child {
    padding: 0 0.75rem;
  }

  thead button {
    width: 100%;
    height: 100%;
    padding: 0 0.75rem;
    border: 0;
    border-radius: 0;
    background: none;
    font-weight: 600;
    text-align: inherit;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .arrow {
    margin-inline-start: 0.35rem;
    color: var(--accent);
    font-size: 0.7em;
  }

  .edge {
    position: absolute;
    z-index: 1;
    inset-block: 0;
    inset-inline-end: -0.75rem;
    width: 1.5rem;
    background: linear-gradient(var(--line), var(--line)) center / 1px 100% no-repeat;
    cursor: col-resize;
    touch-action: none;
  }

  th:last-child .edge {
    inset-inline-end: 0;
  }


  .selected {
    background: var(--accent-wash);
    outline: 1px solid var(--accent);
    outline-offset: -1px;
  }

  .active {
    outline-width: 2px;
    outline-offset: -2px;
  }

  /* The number of a row stays in view beside its last columns. */
  th:first-child {
    position: sticky;
    z-index: 2;
    inset-inline-start: 0;
    background: var(--raised);
  }

  .failure {
    padding: var(--space);
    color: var(--bad);
  }
`;
