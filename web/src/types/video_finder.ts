import type { VideoViews } from './channels';
import type { LookOptions, VideoDays } from './index';

/** Finds the days of one video. */
export interface VideoFinder {
  /** Returns its days, for each of its channels; none if no video has this id. */
  find(video: string): Promise<readonly VideoDays[]>;
  /** Returns its views by day; reads the row groups again that can have its rows. */
  views(video: string, options: LookOptions): Promise<VideoViews>;
}
