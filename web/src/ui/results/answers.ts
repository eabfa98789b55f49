import type { ChannelFinder } from '../../types/channels';
import type { IssuePlace, IssueRow } from '../../types/issue_row';
import type { VideoFinder } from '../../types/video_finder';
import type { EstimateSize, ManifestRequest } from './download_menu';
import type { FindRows } from './result_view';

/** The requests of result views. */
export interface Answers {
  readonly find: FindRows;
  readonly estimateSize: EstimateSize;
  readonly videos: VideoFinder;
  readonly channels: ChannelFinder;
  readonly issueRows: (place: IssuePlace) => Promise<IssueRow[]>;
  /** The manifest as JSON text. */
  readonly manifest: (request: ManifestRequest) => Promise<string>;
}
