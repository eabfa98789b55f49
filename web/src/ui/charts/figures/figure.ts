import type { Drawing } from '../drawing';

/** A chart, and its content in words and numbers. */
export interface Figure {
  readonly title: string;
  /** A sentence that can replace the chart. */
  readonly summary: string;
  /** The headers of the numbers. */
  readonly heads: readonly string[];
  /** The numbers, exact, as text. */
  readonly rows: readonly (readonly string[])[];
  readonly drawing: Drawing;
}
