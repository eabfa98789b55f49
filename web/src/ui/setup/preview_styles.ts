import { css } from 'lit';

export const previewStyles = css`
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 1rem;
    min-height: 2rem;
    margin-bottom: 0.25rem;
  }

  .head h2 {
    margin: 0;
  }

  ul {
    display: grid;
    gap: 0.25rem;
    margin: 0 0 0.5rem;
    padding: 0;
    list-style: none;
    overflow-wrap: anywhere;
  }

  li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 0.5rem;
    padding: 0.2rem 0.6rem;
    border-inline-start: 3px solid var(--field);
  }

  li.question {
    display: block;
    border-color: var(--warn);
    background: var(--warn-wash);
  }

  .scroller {
    position: relative;
    overflow-x: auto;
  }

  table {
    border-collapse: collapse;
  }

  caption {
    padding-bottom: 0.25rem;
    font-size: 0.75rem;
    text-align: start;
  }

  th,
  td {
    min-width: 9.5rem;
    max-width: 16rem;
    padding: 0.25rem 0.6rem;
    border: 1px solid var(--line);
    text-align: start;
    vertical-align: top;
    overflow-wrap: anywhere;
  }

  th {
    border-block-start: 3px solid var(--line);
    background: var(--raised);
    font-weight: 400;
  }

  th.played {
    border-block-start-color: var(--accent);
  }

  th.question {
    border-block-start-color: var(--warn);
    background: var(--warn-wash);
  }

  th > * {
    display: block;
  }

  select {
    width: 100%;
    min-height: 1.75rem;
    margin-bottom: 0.25rem;
  }

  .played select {
    font-weight: 600;
  }

  small {
    color: var(--quiet);
    font-size: 0.75rem;
  }

  .question .why {
    color: var(--warn);
    font-weight: 600;
  }

  td {
    font: 0.8125rem / 1.45 ui-monospace, monospace;
  }

  td.bad {
    background: var(--bad-wash);
    color: var(--bad);
  }
`;
