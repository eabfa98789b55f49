import { css } from 'lit';

/** The styles of text, buttons and fields in every view. */
export const controls = css`
  :host {
    display: block;
  }

  :host([hidden]) {
    display: none;
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  h2 {
    margin: 0 0 0.5rem;
    font-size: 0.875rem;
    font-weight: 600;
  }

  p {
    margin: 0;
  }

  code {
    font: 0.92em ui-monospace, monospace;
    unicode-bidi: isolate;
  }

  .quiet {
    color: var(--quiet);
  }

  button {
    padding: 0.3rem 0.7rem;
    border: 1px solid var(--field);
    border-radius: var(--round);
    background: var(--surface);
    color: var(--ink);
    font: inherit;
    cursor: pointer;
  }

  button,
  summary {
    min-height: 1.5rem;
  }

  input[type='checkbox'],
  input[type='radio'] {
    flex: none;
    width: 1.25rem;
    height: 1.25rem;
    margin: 0.125rem;
    accent-color: var(--accent);
  }

  button:hover:not(:disabled, [aria-disabled='true']) {
    border-color: var(--accent);
    color: var(--accent);
  }

  button:disabled,
  button[aria-disabled='true'] {
    opacity: 0.6;
    cursor: default;
  }

  button.main {
    border-color: var(--accent);
    background: var(--accent);
    color: var(--accent-ink);
    font-weight: 600;
  }

  button.main:hover:not(:disabled, [aria-disabled='true']) {
    color: var(--accent-ink);
    filter: brightness(1.1);
  }

  button.link {
    padding: 0;
    border: 0;
    background: none;
    color: var(--accent);
  }

  button.link:hover:not(:disabled) {
    text-decoration: underline;
  }

  input,
  select {
    min-width: 0;
    max-width: 100%;
    padding: 0.3rem 0.5rem;
    border: 1px solid var(--field);
    border-radius: var(--round);
    background: var(--surface);
    color: var(--ink);
    font: inherit;
  }

  input.day {
    width: 7.5rem;
  }

  input.month {
    width: 5.5rem;
  }

  input[aria-invalid='true'] {
    border-color: var(--bad);
  }

  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 1px;
  }

  /* Colours that the system replaces must not be the only sign. */
  @media (forced-colors: active) {
    button.main,
    [aria-selected='true'],
    [aria-pressed='true'] {
      background: Highlight !important;
      color: HighlightText !important;
      forced-color-adjust: none;
    }
  }

  progress {
    display: block;
    width: 100%;
    height: 0.5rem;
    border: 0;
    border-radius: var(--round);
    overflow: hidden;
    background: var(--raised);
    accent-color: var(--accent);
    appearance: none;
  }

  progress::-webkit-progress-bar {
    background: var(--raised);
  }

  progress::-webkit-progress-value {
    background: var(--accent);
  }

  progress::-moz-progress-bar {
    background: var(--accent);
  }

  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;

/** Fields beside their labels, or below them in narrow views. */
export const labelled = css`
  label {
    display: grid;
    grid-template-columns: 7.5rem minmax(8rem, 1fr);
    align-items: center;
    gap: 0.1rem 0.75rem;
  }

  label small {
    grid-column: 2;
    font-size: 0.8125rem;
  }

  @media (max-width: 30rem) {
    label {
      grid-template-columns: minmax(0, 1fr);
    }

    label small {
      grid-column: 1;
    }
  }
`;
