import type { OddPlace, OddRow } from '../types/odd_row';
import type { VideoFinder } from '../types/video_finder';
import type { ForetellSize, ManifestRequest } from './download_menu';
import type { FindRows } from './result_view';

/** What the views of results ask for, as they need it. */
export interface Answers {
  readonly find: FindRows;
  readonly foretell: ForetellSize;
  readonly videos: VideoFinder;
  readonly oddRows: (place: OddPlace) => Promise<OddRow[]>;
  /** As text in JSON. */
  readonly manifest: (request: ManifestRequest) => Promise<string>;
}
