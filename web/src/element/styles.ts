import { css } from 'lit';

export const elementStyles = css`
  :host {
    display: block;
    background: var(--ground);
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  .page {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space);
    max-width: 110rem;
    margin: 0 auto;
    padding: 1rem clamp(0.75rem, 3vw, 2rem) 3rem;
  }

  .header {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 0.75rem;
  }

  .header ::slotted(h1) {
    margin: 0;
    font-size: 1.25rem;
    font-weight: 650;
    letter-spacing: -0.01em;
  }

  .header p {
    margin: 0;
    color: var(--quiet);
  }

  .set-up {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1rem;
    padding: var(--space);
    border: 1px solid var(--line);
    border-radius: var(--round);
    background: var(--surface);
  }

  .page.idle {
    max-width: 46rem;
  }

  .introduction ul {
    display: grid;
    gap: 0.4rem;
    margin: 0.5rem 0 1.5rem;
    padding: 0;
    list-style: none;
  }

  .introduction strong {
    display: inline-block;
    min-width: 8rem;
    font-weight: 600;
  }

  .introduction h2 {
    margin: 0 0 0.35rem;
    font-size: 0.875rem;
  }

  .example {
    margin-bottom: 0.5rem;
    overflow-x: auto;
  }

  .example table {
    border-collapse: collapse;
    font: 0.8125rem ui-monospace, monospace;
  }

  .example th,
  .example td {
    padding: 0.2rem 1.25rem 0.2rem 0;
    border-bottom: 1px solid var(--line);
    text-align: start;
    white-space: nowrap;
  }

  .refused {
    margin: 0;
    padding: 0.6rem 1.5rem;
    border: 1px solid var(--line);
    border-inline-start: 3px solid var(--bad);
    border-radius: var(--round);
    background: var(--bad-wash);
    overflow-wrap: anywhere;
  }

  .skip {
    position: absolute;
    z-index: 5;
    clip-path: inset(50%);
  }

  .skip:focus {
    clip-path: none;
    padding: 0.3rem 0.7rem;
    border-radius: var(--round);
    background: var(--accent);
    color: var(--accent-ink);
  }

  .results {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space);
    min-width: 0;
  }

  .results-head {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 1rem;
  }

  h2 {
    margin: 0;
    font-size: 1.25rem;
    scroll-margin-top: 1rem;
  }

  .earlier {
    margin: 0;
    padding-inline: 0.75rem;
    border-inline-start: 3px solid var(--warn);
    background: var(--warn-wash);
  }

  /* Above the page, so that it moves nothing when it appears and when it ends. */
  .toast {
    position: fixed;
    z-index: 6;
    inset-block-end: 0.75rem;
    inset-inline: 0.75rem;
    max-width: 40rem;
    margin-inline: auto;
    border-radius: var(--round);
    box-shadow: 0 4px 20px rgb(0 0 0 / 25%);
  }

  .note {
    margin: 0;
    color: var(--quiet);
  }

  .note strong {
    color: var(--ink);
    font-weight: 600;
  }
`;
