import { css } from 'lit';

/** The styles of a table of a few lines. */
export const smallTable = css`
  table {
    border-collapse: collapse;
  }

  th,
  td {
    padding: 0.15rem 1.25rem 0.15rem 0;
    border-bottom: 1px solid var(--line);
    font-weight: 400;
  }
`;
