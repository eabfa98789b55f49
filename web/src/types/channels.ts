import type { ChannelQuery, Channels, Heat, HeatGrid } from '../generated/daytally.js';

export type {
  Channel,
  ChannelOrder,
  ChannelQuery,
  Channels,
  Heat,
  HeatGrid,
  LackingVideo,
} from '../generated/daytally.js';

/** Finds the sums of channels. */
export interface ChannelFinder {
  /** Returns the first channels of an order, and the videos with the longest gaps. */
  list(query: ChannelQuery): Promise<Channels>;
  /** Returns the days of channels by spans of days. */
  heat(grid: HeatGrid): Promise<Heat>;
}

/** The views of a video on one day, in one of its channels. */
export interface DayViews {
  readonly channelId: string | null;
  /** The number of days since 1970-01-01; null for rows without a date. */
  readonly day: number | null;
  /** How many rows have this day. */
  readonly rows: number;
  /** The exact sum of their counts; null if they have none. */
  readonly views: bigint | null;
}

/** The views of a video by day, and the rows of the input that were read for them. */
export interface VideoViews {
  /** Ascending by channel and day, nulls first. */
  readonly days: readonly DayViews[];
  /** The rows and row groups that were read, and all there are. */
  readonly read: { readonly rows: number; readonly rowGroups: number };
  readonly all: { readonly rows: number; readonly rowGroups: number };
}
