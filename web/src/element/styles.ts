import { css } from 'lit';

export const elementStyles = css`
  :host {
    display: block;
    min-height: 100vh;
    background: var(--ground);
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  main {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space);
    max-width: 80rem;
    margin: 0 auto;
    padding: 1rem clamp(0.75rem, 3vw, 2rem) 3rem;
  }

  header {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 0.75rem;
  }

  h1 {
    margin: 0;
    font-size: 1.25rem;
    font-weight: 650;
    letter-spacing: -0.01em;
  }

  header p {
    margin: 0;
    color: var(--quiet);
  }

  .set-up {
    display: grid;
    grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
    gap: 1rem 2.5rem;
    padding: var(--space);
    border: 1px solid var(--line);
    border-radius: var(--round);
    background: var(--surface);
  }

  .given {
    display: grid;
    align-content: start;
    gap: 0.75rem;
  }

  @media (max-width: 60rem) {
    .set-up {
      grid-template-columns: minmax(0, 1fr);
    }
  }

  .questions {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr));
    gap: var(--space) 2rem;
    margin: 0.5rem 0 0;
  }

  .questions dt {
    font-weight: 600;
  }

  .questions dd {
    margin: 0;
    color: var(--quiet);
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

  .note {
    margin: 0;
    color: var(--quiet);
  }

  .note strong {
    color: var(--ink);
    font-weight: 600;
  }
`;
