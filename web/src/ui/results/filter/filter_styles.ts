import { css } from 'lit';

/** The filter above a table of results. */
export const filterStyles = css`
      form {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.35rem var(--space);
      }

      label,
      fieldset,
      .last,
      .looking {
        display: flex;
        align-items: center;
        gap: 0.35rem;
        min-width: 0;
        margin: 0;
        padding: 0;
        border: 0;
      }

      label,
      fieldset {
        flex-wrap: wrap;
      }

      input {
        padding-block: 0.15rem;
      }

      input[type='search'] {
        width: 15rem;
        max-width: 100%;
        font-family: ui-monospace, monospace;

        &::placeholder {
          font-family: system-ui, sans-serif;
        }
      }

      button {
        padding-block: 0.1rem;
      }

      progress {
        width: 6rem;
      }

      /* Both keep their place, so that the table does not move. */
      .away {
        visibility: hidden;
      }

      .looking {
        flex: 1 0 14rem;
        min-height: 1.75rem;
      }
`;
