import { css } from 'lit';

export const heatStyles = css`
  figure {
    --data: color-mix(in srgb, var(--accent) 45%, var(--surface));
    margin: 0;
  }

  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 1rem;
    margin: 0.35rem 0;
    padding: 0;
    color: var(--quiet);
    font-size: 0.75rem;
    list-style: none;
  }

  .legend i {
    display: inline-block;
    width: 0.75rem;
    height: 0.75rem;
    margin-inline-end: 0.35rem;
    vertical-align: -0.1rem;
    border: 1px solid var(--line);
    background: var(--raised);
    forced-color-adjust: none;
  }

  .legend .data {
    background: var(--data);
  }

  .legend .missing {
    background: var(--bad);
  }

  .legend .outage {
    background: var(--warn);
  }

  .map {
    display: grid;
    grid-template-columns: min(13rem, 32%) minmax(0, 1fr);
    gap: 0.5rem;
  }

  ol {
    margin: 0;
    padding: 0;
    font: 0.75rem/18px ui-monospace, monospace;
    list-style: none;
  }

  li {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .place {
    position: relative;
  }

  .picture {
    position: relative;
    cursor: pointer;
  }

  canvas {
    display: block;
    width: 100%;
  }

  .cursor {
    position: absolute;
    height: 18px;
    min-width: 4px;
    outline: 2px solid var(--ink);
    outline-offset: -1px;
    pointer-events: none;
  }

  .tip {
    position: absolute;
    z-index: 1;
    display: grid;
    gap: 0.1rem;
    padding: 0.3rem 0.5rem;
    border: 1px solid var(--field);
    border-radius: var(--round);
    background: var(--surface);
    font-size: 0.75rem;
    white-space: nowrap;
    pointer-events: none;
  }

  .tip > :first-child {
    font-family: ui-monospace, monospace;
    font-weight: 600;
  }

  summary {
    min-height: 1.5rem;
  }
`;
