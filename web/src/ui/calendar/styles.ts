import { css } from 'lit';

export const calendarStyles = css`
  form {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 0.4rem var(--space);
    margin-block: 0.5rem;
  }

  form label {
    display: grid;
    gap: 0.15rem;
    min-width: 0;
  }

  input {
    width: 15rem;
    font-family: ui-monospace, monospace;
  }

  .calendar {
    position: relative;
  }

  /* Above the months: inside the slider, screen readers would not read them. */
  .slider {
    position: absolute;
    inset: 0;
    pointer-events: none;
  }

  .years {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr));
    gap: 1rem 2rem;
    margin-block: 0.75rem 0.25rem;
    padding: 0.25rem;
    cursor: default;
  }

  .year {
    max-width: 32rem;
  }

  h3 {
    margin: 0;
    font-size: inherit;
    font-weight: 600;
  }

  .month,
  .head {
    display: grid;
    grid-template-columns: 2.75rem minmax(0, 1fr);
    align-items: center;
    min-height: 0.8rem;
    color: var(--quiet);
    font-size: 0.75rem;
    line-height: 1;
  }

  .numbers-of-days {
    display: grid;
    grid-template-columns: repeat(31, minmax(0, 1fr));
    padding-bottom: 0.15rem;
  }

  .numbers-of-days :nth-child(2) {
    grid-column: 8;
  }

  .numbers-of-days :nth-child(3) {
    grid-column: 15;
  }

  .numbers-of-days :nth-child(4) {
    grid-column: 22;
  }

  .numbers-of-days :nth-child(5) {
    grid-column: 29;
  }

  /* A finger covers several days. */
  @media (pointer: coarse) {
    .month svg {
      height: 1.5rem;
    }
  }

  svg {
    display: block;
    width: 100%;
    fill: none;
    stroke-width: 1.5;
  }

  .present,
  .extra {
    fill: var(--accent);
  }

  .missing {
    stroke: var(--bad);
  }

  .outage {
    stroke: var(--quiet);
  }

  .before,
  .free,
  .after {
    stroke: var(--field);
  }

  .before,
  .free {
    stroke-width: 2.5;
    stroke-linecap: round;
  }

  .cursor {
    stroke: var(--ink);
  }

  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0.1rem 1.25rem;
    margin: 0;
    padding: 0;
    list-style: none;
    color: var(--quiet);
  }

  .legend li {
    display: flex;
    align-items: center;
    gap: 0.4rem;
  }

  .legend svg {
    width: 0.85rem;
  }

  .day {
    min-height: 1.45em;
  }

  th,
  td {
    text-align: start;
  }

  tr > :last-child {
    text-align: end;
  }
`;
