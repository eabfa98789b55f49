import type { ChannelFinder } from '../../types/channels';
import type { OddPlace, OddRow } from '../../types/odd_row';
import type { VideoFinder } from '../../types/video_finder';
import type { EstimateSize, ManifestRequest } from './download_menu';
import type { FindRows } from './result_view';

/** The requests of result views. */
export interface Answers {
  readonly find: FindRows;
  readonly estimateSize: EstimateSize;
  readonly videos: VideoFinder;
  readonly channels: ChannelFinder;
  readonly oddRows: (place: OddPlace) => Promise<OddRow[]>;
  /** The manifest as JSON text. */
  readonly manifest: (request: ManifestRequest) => Promise<string>;
}
