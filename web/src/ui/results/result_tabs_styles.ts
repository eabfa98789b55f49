import { css } from 'lit';

export const tabStyles = css`
  .head {
    position: sticky;
    z-index: 4;
    top: 0;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 1rem;
    background: var(--ground);
  }

  .head form {
    display: flex;
    flex: 1 1 auto;
    min-width: 0;
    justify-content: end;
    gap: 0.35rem;
    padding-block: 0.25rem;

    input {
      width: 12rem;
      min-width: 0;
      flex: 0 1 auto;
    }
  }

  [role='tablist'] {
    display: flex;
    flex-wrap: wrap;
    gap: 0.15rem;
  }

  @media (max-width: 30rem) {
    /* Not in wider windows, where the scroll bar would cover part of the tabs for a mouse. */
    [role='tablist'] {
      flex-wrap: nowrap;
      overflow-x: auto;
      scrollbar-width: thin;
    }
  }

  [role='tab'] {
    flex: none;
    padding: 0.4rem 0.6rem;
    border: 1px solid transparent;
    border-bottom: 2px solid transparent;
    border-radius: var(--round) var(--round) 0 0;
    background: none;
  }

  [role='tab']:hover:not(:disabled) {
    border-color: transparent;
    border-bottom-color: var(--line);
  }

  [role='tab'][aria-selected='true'],
  [role='tab'][aria-selected='true']:hover {
    border-bottom-color: var(--accent);
    color: var(--accent);
    font-weight: 600;
  }

  :focus-visible[role='tab'] {
    outline-offset: -2px;
  }

  .count {
    margin-inline-start: 0.25rem;
    color: var(--quiet);
    font-size: 0.8125rem;
    font-weight: 400;
  }

  [role='tabpanel'] {
    border: 1px solid var(--line);
    border-radius: 0 0 var(--round) var(--round);
    background: var(--surface);
    overflow: hidden;
  }

  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.4rem var(--space);
    padding: 0.5rem 0.75rem;
    border-bottom: 1px solid var(--line);
  }

  .bar p {
    flex: 1 1 18rem;
  }

  .bar strong {
    color: var(--ink);
    font-weight: 600;
  }

  .day {
    white-space: nowrap;
  }

  .forms {
    display: flex;
    border: 1px solid var(--field);
    border-radius: var(--round);
    overflow: hidden;
  }

  .forms button {
    padding: 0.15rem 0.6rem;
    border: 0;
    border-radius: 0;

    & + button {
      border-inline-start: 1px solid var(--field);
    }

    &:focus-visible {
      outline-offset: -2px;
    }

    &[aria-pressed='true'] {
      background: var(--accent-wash);
      color: var(--accent);
      font-weight: 600;
    }
  }

  ::slotted([slot='snapshot']) {
    padding: 0.75rem 0.75rem 0;
  }

  .message {
    padding: 1.5rem 0.75rem;
  }

  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    margin-block: 0.75rem;
  }

  .head button {
    white-space: nowrap;
  }

  @media (forced-colors: active) {
    [aria-selected='true'] .count,
    [aria-selected='true'] .simulated {
      color: inherit;
    }
  }

  .simulated {
    padding: 0 0.3rem;
    border: 1px solid currentcolor;
    border-radius: var(--round);
    color: var(--bad);
    font-size: 0.6875rem;
    letter-spacing: 0.04em;
  }
`;
