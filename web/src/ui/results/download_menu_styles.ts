import { css } from 'lit';

export const downloadMenuStyles = css`
  details {
    position: relative;
  }

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

  div {
    position: absolute;
    z-index: 3;
    inset-inline-end: 0;
    display: grid;
    width: min(20rem, 90vw);
    margin-top: 0.25rem;
    padding: 0.35rem;
    border: 1px solid var(--field);
    border-radius: var(--round);
    background: var(--surface);
    box-shadow: 0 4px 16px rgb(0 0 0 / 18%);
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

  button {
    padding: 0;
    border: 0;
    background: none;
    text-align: start;
  }

  /* The whole line can be clicked. */
  button::after {
    content: '';
    position: absolute;
    inset: 0;
  }

  small {
    grid-column: 1 / -1;
    color: var(--quiet);
    font-size: 0.75rem;
  }

  .size {
    grid-column: 2;
  }

  label {
    display: flex;
    align-items: center;
    gap: 0.35rem;
    min-height: 1.75rem;
    padding: 0.2rem 0.5rem;
    border-top: 1px solid var(--line);
  }

  p {
    padding: 0.2rem 0.5rem;
    font-size: 0.75rem;
  }
`;
