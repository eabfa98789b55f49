import type { Filter } from '../types';
import type {
  Cost,
  FetchingStage,
  FetchProgress,
  LedgerAbout,
  LedgerUse,
  ServiceOptions,
} from '../types/snapshot';

/** The progress of a snapshot: requested ids, calls; `done` when no id is left. */
export interface SnapshotStep {
  readonly requested: number;
  readonly calls: number;
  readonly done: boolean;
}

/** The progress of a fetch job, and its stage. */
export interface FetchStep extends FetchProgress {
  /** `ids` if it needs more of them. */
  readonly stage: FetchingStage | { readonly kind: 'ids' };
}

/** The beginning of a fetch job. */
export interface FetchBegun {
  /** The day of its snapshot: that of its ledger. */
  readonly runDate: string;
  readonly medium: 'disk' | 'memory';
}

/** The calls of the first worker about a snapshot. */
export interface SnapshotCalls {
  /** Begins a job that the simulator answers. */
  snapshotBegin(streams: number, batchSize: number | undefined): void;
  snapshotNeeds(): number[];
  snapshotPush(stream: number, ids: Uint8Array): void;
  snapshotAdvance(): SnapshotStep;
  snapshotTake(stream: number): Uint8Array;
  /** Returns how many ids without an answer match a filter; its days do not matter. */
  unansweredRows(filter: Filter): number;
  unansweredWindow(filter: Filter, start: number, length: number): Uint8Array;

  /**
   * Begins a job that calls a service, or resumes one. `callback` takes the body of a call and returns
   * the answer's, in place of the network.
   */
  snapshotFetch(
    streams: number,
    options: ServiceOptions,
    runDate: string,
    use: LedgerUse,
    callback?: (body: string) => Promise<string>,
  ): Promise<FetchBegun>;
  /** Fetches for a while. */
  snapshotStep(): Promise<FetchStep>;
  snapshotPause(): void;
  snapshotResume(): void;
  snapshotCancel(): Promise<void>;
  snapshotCost(options: ServiceOptions, videos: number): Cost;

  /** Returns what is known of a service's ledger, if there is one. */
  ledgerAbout(options: ServiceOptions): Promise<LedgerAbout | undefined>;
  /** Replaces the ledger of a service by one from elsewhere. */
  ledgerLoad(options: ServiceOptions, blob: Blob): Promise<LedgerAbout>;
  ledgerBlob(options: ServiceOptions): Promise<Blob | undefined>;
  ledgerForget(options: ServiceOptions): Promise<void>;
}
