/**
 * What a chart draws: a bar at each position, or a line that keeps its height from one position to
 * the next.
 */
export interface Drawing {
  readonly style: 'bars' | 'steps';
  /** Whether its values are data, or missing data: one colour each. */
  readonly tone: 'data' | 'missing';
  readonly xs: readonly number[];
  /** Null if there is nothing to draw. */
  readonly ys: readonly (number | null)[];
  /** Follows each number of the axis of values. */
  readonly unit?: string;
  /** Whether the axis of values is logarithmic. */
  readonly logarithmic?: boolean;
  /** A line below, on the same positions. */
  readonly below?: { readonly label: string; readonly ys: readonly (number | null)[] };
  /** Positions that are marked behind the line: from (inclusive) to (exclusive). */
  readonly bands?: readonly (readonly [from: number, to: number])[];
  /** Positions of bars that are not complete. */
  readonly partial?: ReadonlySet<number>;
  /** Whether a range can be selected. */
  readonly brushes?: boolean;
  /** Round distances between the marks of the axis. */
  readonly distances: readonly number[];
  /**
   * Returns the positions from one to another, inclusive, that the axis marks at about a distance.
   */
  marks?(first: number, last: number, distance: number): number[];
  /** Returns the label of a position. */
  name(x: number): string;
  /** Returns what is known of a position by its index, in short sentences; none if nothing is. */
  about(at: number): readonly string[];
}

/** Returns the index of the step of a position. */
export function stepAt(xs: readonly number[], x: number): number {
  const after = xs.findIndex((each) => each > x);
  return Math.max(0, Math.min(after < 0 ? xs.length : after, xs.length - 1) - 1);
}

/** Returns the index of the first maximum; -1 if there are no values. */
export function greatest(values: readonly (number | bigint)[]): number {
  return values.reduce((best: number, value, at) => {
    return best < 0 || value > (values[best] ?? 0) ? at : best;
  }, -1);
}
