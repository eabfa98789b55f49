import { css } from 'lit';

export const columnDialogStyles = css`
  dialog {
    width: min(100vw - 1.5rem, 44rem);
    max-width: none;
    max-height: calc(100dvh - 1.5rem);
    padding: 0;
    border: 1px solid var(--field);
    border-radius: var(--round);
    background: var(--surface);
    color: var(--ink);
  }

  dialog::backdrop {
    background: rgb(0 0 0 / 45%);
  }

  form {
    display: grid;
    grid-template-rows: auto auto minmax(0, 1fr) auto;
    max-height: calc(100dvh - 1.75rem);
    padding: 1rem;
  }

  h2 {
    margin: 0 0 0.25rem;
    font-size: 1rem;
  }

  .roles {
    overflow: auto;
    margin: 0.75rem -1rem 0;
    padding: 0 1rem;
  }

  fieldset {
    min-width: 0;
    margin: 0 0 1rem;
    padding: 0;
    border: 0;
  }

  legend {
    padding: 0;
    font-weight: 600;
  }

  legend .quiet {
    font-weight: 400;
  }

  label {
    display: grid;
    grid-template-columns: auto minmax(7rem, 11rem) 8rem minmax(0, 1fr);
    align-items: baseline;
    gap: 0 0.6rem;
    padding: 0.3rem 0.25rem;
    border-top: 1px solid var(--line);
    cursor: pointer;
  }

  label:hover {
    background: var(--raised);
  }

  label:has(:checked) {
    background: var(--accent-wash);
  }

  input {
    margin: 0;
    accent-color: var(--accent);
  }

  .name,
  .values {
    overflow-wrap: anywhere;
  }

  .name + .quiet:last-child {
    grid-column: 3 / -1;
  }

  details summary {
    padding: 0.3rem 0.25rem;
    border-top: 1px solid var(--line);
    cursor: pointer;
  }

  .buttons {
    display: flex;
    flex-wrap: wrap;
    justify-content: end;
    gap: 0.5rem;
    padding-top: 0.75rem;
  }

  @media (max-width: 36rem) {
    label {
      grid-template-columns: auto minmax(0, 1fr) max-content;
    }

    .values {
      grid-column: 2 / -1;
    }

    .name + .quiet:last-child {
      grid-column: 2 / -1;
    }
  }
`;
