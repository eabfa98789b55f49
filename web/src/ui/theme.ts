import { css } from 'lit';

/** The colours and sizes that every view inherits from `<day-tally>`. */
export const theme = css`
  :host {
    --ground: #fafaf8;
    --surface: #ffffff;
    --raised: #f3f4f2;
    --ink: #1b1f23;
    --quiet: #59636e;
    --line: #dfe2e0;
    --field: #868f98;
    --accent: #0f766e;
    --accent-ink: #ffffff;
    --accent-wash: #e3f2ef;
    --bad: #b42318;
    --bad-wash: #fdf0ee;
    --warn: #b45309;
    --warn-wash: #fdf3e3;
    --space: 0.75rem;
    --round: 5px;
    --row: 1.75rem;
    color: var(--ink);
    font: 0.875rem / 1.45 system-ui, sans-serif;
    font-variant-numeric: tabular-nums;
  }

  @media (prefers-color-scheme: dark) and (forced-colors: none) {
    :host {
      --ground: #131619;
      --surface: #1a1e22;
      --raised: #22272c;
      --ink: #e4e7e9;
      --quiet: #9ca6af;
      --line: #2e353b;
      --field: #7a848d;
      --accent: #4fc3b4;
      --accent-ink: #06201c;
      --accent-wash: #16322f;
      --bad: #ff8b7e;
      --bad-wash: #35201e;
      --warn: #f0b35e;
      --warn-wash: #33270f;
    }
  }

  @media (forced-colors: active) {
    :host {
      --ground: Canvas;
      --surface: Canvas;
      --raised: Canvas;
      --ink: CanvasText;
      --quiet: CanvasText;
      --line: GrayText;
      --field: CanvasText;
      --accent: LinkText;
      --accent-ink: Canvas;
      --accent-wash: Canvas;
      --bad: CanvasText;
      --bad-wash: Canvas;
      --warn: GrayText;
      --warn-wash: Canvas;
    }
  }
`;
