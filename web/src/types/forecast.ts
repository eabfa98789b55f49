/** A quantity that is about so much, both inclusive. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

/** What a run will take, as far as the footers and earlier runs tell. */
export interface Forecast {
  readonly seconds: Range;
  /** What the time is judged by: earlier runs here, or runs on another machine. */
  readonly by: 'runs' | 'default';
  /** Bytes of memory; none where the footers don't tell the days, and so not the videos. */
  readonly memory?: Range;
  /** Bytes of state beyond which the rest is put on disk. */
  readonly limit: number;
}
