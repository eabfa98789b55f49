import { css } from 'lit';

/** The styles of a table of a few lines. */
export const smallTable = css`
  table {
    border-collapse: collapse;
  }

  th,
  td {
    padding: 0.15rem min(1.25rem, 2vw) 0.15rem 0;
    border-bottom: 1px solid var(--line);
    font-weight: 400;
  }
`;

/** The styles of numbers that a summary opens, such as those of a chart. */
export const numbers = css`
  summary {
    width: max-content;
    color: var(--quiet);
    cursor: pointer;
  }

  .numbers {
    max-height: 16rem;
    overflow: auto;
  }
`;
