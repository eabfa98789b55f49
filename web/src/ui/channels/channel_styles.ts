import { css } from 'lit';

export const channelStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1.5rem;
    padding: var(--space);
  }

  form,
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.35rem var(--space);
  }

  form {
    min-width: 0;
  }

  .head {
    position: relative;
    justify-content: space-between;
    margin-bottom: 0.5rem;
  }

  input[type='search'] {
    width: 18rem;
    max-width: 100%;
    font-family: ui-monospace, monospace;
  }

  .scroller {
    max-height: calc(100dvh - 14rem);
    min-height: 12rem;
    border: 1px solid var(--line);
    overflow: auto;
  }

  table {
    width: 100%;
    border-collapse: separate;
    border-spacing: 0;
    background: var(--surface);
  }

  th,
  td {
    position: relative;
    height: var(--row);
    padding: 0 0.75rem;
    border-bottom: 1px solid var(--line);
    text-align: end;
    font-weight: 400;
    white-space: nowrap;
  }

  tr > :first-child,
  .text {
    text-align: start;
  }

  thead th {
    position: sticky;
    z-index: 1;
    top: 0;
    padding: 0;
    background: var(--raised);
    font-weight: 600;
  }

  thead th:not(:has(button)) {
    padding: 0 0.75rem;
  }

  thead button {
    width: 100%;
    min-height: var(--row);
    padding: 0 0.75rem;
    border: 0;
    background: none;
    font-weight: 600;
    text-align: inherit;
  }

  thead button:focus-visible {
    outline-offset: -2px;
  }

  tbody tr:hover > * {
    background: var(--raised);
  }

  button.link {
    min-height: 1.5rem;
    font: 0.8125rem ui-monospace, monospace;
  }

  .bar {
    position: absolute;
    inset-block: 0.25rem;
    inset-inline-end: 0;
    background: var(--accent);
    opacity: 0.16;
    pointer-events: none;
  }

  .bar.missing {
    background: var(--bad);
  }

  .chip {
    padding: 0 0.4rem;
    border: 1px solid var(--bad);
    border-radius: 1rem;
    color: var(--bad);
    font-size: 0.75rem;
  }

  .null {
    color: var(--quiet);
    font-style: italic;
  }

  @media (forced-colors: active) {
    .bar {
      opacity: 0.4;
      background: Highlight;
      forced-color-adjust: none;
    }
  }
`;
