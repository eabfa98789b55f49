import type { VideoDays } from '../types';

/** Finds the days of one video. */
export interface VideoFinder {
  /** Its days, for each of its channels; none if no video has this id. */
  find(video: string): Promise<readonly VideoDays[]>;
  /** The id of a video to begin with, one with a gap between days with data if there is one. */
  first(): Promise<string | undefined>;
}
