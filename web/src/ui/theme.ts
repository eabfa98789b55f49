import { css } from 'lit';

/**
 * The colours and sizes that every view inherits from `<day-tally>`. They follow the `color-scheme`
 * of the page, and the page can replace them with custom properties `--daytally-…`.
 */
export const theme = css`
  :host {
    --ground: var(--daytally-ground, light-dark(#fafaf8, #131619));
    --surface: var(--daytally-surface, light-dark(#ffffff, #1a1e22));
    --raised: var(--daytally-raised, light-dark(#f3f4f2, #22272c));
    --ink: var(--daytally-ink, light-dark(#1b1f23, #e4e7e9));
    --quiet: var(--daytally-quiet, light-dark(#59636e, #9ca6af));
    --line: var(--daytally-line, light-dark(#dfe2e0, #2e353b));
    --field: var(--daytally-field, light-dark(#868f98, #7a848d));
    --accent: var(--daytally-accent, light-dark(#0f766e, #4fc3b4));
    --accent-ink: var(--daytally-accent-ink, light-dark(#ffffff, #06201c));
    --accent-wash: var(--daytally-accent-wash, light-dark(#e3f2ef, #16322f));
    --bad: var(--daytally-bad, light-dark(#b42318, #ff8b7e));
    --bad-wash: var(--daytally-bad-wash, light-dark(#fdf0ee, #35201e));
    --warn: var(--daytally-warn, light-dark(#b45309, #f0b35e));
    --warn-wash: var(--daytally-warn-wash, light-dark(#fdf3e3, #33270f));
    --space: var(--daytally-space, 0.75rem);
    --round: var(--daytally-round, 5px);
    --row: var(--daytally-row, 1.75rem);
    color: var(--ink);
    font: 0.875rem / 1.45 system-ui, sans-serif;
    font-variant-numeric: tabular-nums;
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
