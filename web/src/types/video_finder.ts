import type { VideoDays } from './index';

/** Finds the days of one video. */
export interface VideoFinder {
  /** Returns its days, for each of its channels; none if no video has this id. */
  find(video: string): Promise<readonly VideoDays[]>;
  /** Returns the id of a video to begin with, if possible one with a gap between days with data. */
  first(): Promise<string | undefined>;
}
