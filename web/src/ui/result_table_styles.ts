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

  /* What is scrolled lies above the scroller's own outline. */
  .ring {
    position: absolute;
    inset: 0;
    z-index: 2;
    pointer-events: none;
  }

  .scroller:focus-visible + .ring {
    outline: 2px solid var(--accent);
    outline-offset: -2px;
  }

  .panel {
    width: 100%;
  }

  /* As high as the view, so that what is scrolled is only the panel behind it. */
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
    background: var(--raised);
    font-weight: 600;
  }

  tbody th {
    color: var(--quiet);
    font-weight: 400;
  }

  .integer {
    text-align: end;
  }

  .null {
    color: var(--quiet);
    font-style: italic;
  }

  .footer {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.2rem var(--space);
    min-height: 2.25rem;
    padding: 0.2rem 0.75rem;
    border-top: 1px solid var(--line);
  }

  .waiting {
    flex: 1;
  }

  .footer input {
    width: 8.5rem;
    margin-inline-start: 0.3rem;
    padding-block: 0.1rem;
  }

  .failure {
    padding: var(--space);
    color: var(--bad);
  }
`;
