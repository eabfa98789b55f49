/** Consecutive rows from one place. */
export interface Segment<Place> {
  readonly rows: number;
  readonly place: Place;
}

/** Some rows of a segment, `start` counted within it. */
export interface Piece<Place> {
  readonly place: Place;
  readonly start: number;
  readonly length: number;
}

/** The rows of a result, consecutive across several places. */
export class Layout<Place> {
  readonly length: number;
  readonly #last: Segment<Place> | undefined;
  readonly #segments: readonly Segment<Place>[];
  readonly #starts: number[] = [];

  constructor(segments: readonly Segment<Place>[]) {
    this.#last = segments.at(-1);
    this.#segments = segments.filter(({ rows }) => rows > 0);
    let start = 0;
    for (const { rows } of this.#segments) {
      this.#starts.push(start);
      start += rows;
    }
    this.length = start;
  }

  /** Returns the places of the rows from `start` (inclusive) to `end` (exclusive), in order. */
  pieces(start: number, end: number): Piece<Place>[] {
    const pieces: Piece<Place>[] = [];
    const last = Math.min(end, this.length);
    let at = Math.max(0, start);
    for (let i = this.#indexOf(at); at < last; i += 1) {
      const segment = this.#segments[i];
      if (!segment) break;
      const from = at - (this.#starts[i] ?? 0);
      const length = Math.min(segment.rows - from, last - at);
      pieces.push({ place: segment.place, start: from, length });
      at += length;
    }
    return pieces;
  }

  /** Returns a piece without rows. */
  empty(): Piece<Place>[] {
    return this.#last ? [{ place: this.#last.place, start: 0, length: 0 }] : [];
  }

  /** Returns the segment of a row, by binary search. */
  #indexOf(row: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? 0) <= row) low = middle;
      else high = middle - 1;
    }
    return Math.max(0, low);
  }
}
