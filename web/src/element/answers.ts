import type { Analyzer } from '../analyzer';
import type { Outage, Overview } from '../types';
import type { OddPlace, OddRow } from '../types/odd_row';
import type { VideoFinder } from '../types/video_finder';
import type { ForetellSize } from '../ui/download_menu';
import type { FindRows } from '../ui/result_view';
import { firstVideo } from './first_video';

/** What the views of results ask for, as they need it. */
export interface Answers {
  readonly find: FindRows;
  readonly foretell: ForetellSize;
  readonly outages: (sums: Overview, share: number) => Promise<readonly Outage[]>;
  readonly videos: VideoFinder;
  readonly oddRows: (place: OddPlace) => Promise<OddRow[]>;
}

export function answersOf(analyzer: () => Analyzer): Answers {
  return {
    find: (kind, view, signal) => analyzer().view(kind, view, signal),
    foretell: ({ kind, format, filter }) => analyzer().exportSize(kind, format, filter),
    outages: (sums, share) => analyzer().outages(sums, share),
    videos: {
      find: (video) => analyzer().calendar(video),
      first: () => firstVideo(analyzer()),
    },
    oddRows: (place) => analyzer().oddRows(place),
  };
}
