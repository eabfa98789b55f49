import { css } from 'lit';

export const plotStyles = css`
  figure {
    margin: 0;
  }

  .place {
    position: relative;
    margin-top: 0.5rem;
  }

  .picture {
    min-height: 15rem;
    overflow: hidden;
    cursor: crosshair;
  }

  .tip {
    position: absolute;
    z-index: 1;
    top: 0.25rem;
    display: grid;
    gap: 0.1rem;
    padding: 0.3rem 0.5rem;
    border: 1px solid var(--field);
    border-radius: var(--round);
    background: var(--surface);
    font-size: 0.75rem;
    white-space: nowrap;
    pointer-events: none;
    transform: translateX(-50%);
  }

  .tip > :first-child {
    font-weight: 600;
  }

  summary {
    width: max-content;
    min-height: 1.5rem;
    color: var(--quiet);
    cursor: pointer;
  }

  .numbers {
    max-height: 16rem;
    overflow: auto;
  }

  .numbers table {
    border-collapse: collapse;
  }

  .numbers th,
  .numbers td {
    padding: 0.15rem 1.25rem 0.15rem 0;
    border-bottom: 1px solid var(--line);
    text-align: end;
  }

  .numbers tr > :first-child {
    text-align: start;
    font-weight: 400;
  }
`;
