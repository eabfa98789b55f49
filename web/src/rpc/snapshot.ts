import type {
  Asked,
  AskingStage,
  Cost,
  LedgerAbout,
  LedgerUse,
  ServiceOptions,
} from '../types/snapshot';

/** How far a snapshot is: ids asked, calls made; `done` when no id is left. */
export interface SnapshotStep {
  readonly asked: number;
  readonly calls: number;
  readonly done: boolean;
}

/** How far a job of asking is, and what it does. */
export interface AskingStep extends Asked {
  /** `ids` when it can't go on without more of them. */
  readonly stage: AskingStage | { readonly kind: 'ids' };
}

/** How a job of asking began. */
export interface AskingBegun {
  /** The day that its snapshot is dated: that of its ledger. */
  readonly runDate: string;
  readonly kept: 'disk' | 'memory';
}

/** What the first worker answers about a snapshot. */
export interface SnapshotCalls {
  /** Begins a job that the simulator answers. */
  snapshotBegin(streams: number, batchSize: number | undefined): void;
  snapshotNeeds(): number[];
  snapshotPush(stream: number, ids: Uint8Array): void;
  snapshotAdvance(): SnapshotStep;
  snapshotTake(stream: number): Uint8Array;
  /** How many ids that begin with a prefix have no answer. */
  unansweredRows(prefix: string): number;
  unansweredWindow(prefix: string, start: number, length: number): Uint8Array;

  /**
   * Begins a job that asks a service, or goes on with one; `ask` takes the body of a call and gives
   * the answer's, in the place of the network.
   */
  snapshotAsk(
    streams: number,
    options: ServiceOptions,
    runDate: string,
    use: LedgerUse,
    ask?: (body: string) => Promise<string>,
  ): Promise<AskingBegun>;
  /** Asks for a while. */
  snapshotStep(): Promise<AskingStep>;
  snapshotPause(): void;
  snapshotResume(): void;
  snapshotCancel(): Promise<void>;
  snapshotCost(options: ServiceOptions, videos: number): Cost;

  /** What is known of a service's ledger, if there is one. */
  ledgerAbout(options: ServiceOptions): Promise<LedgerAbout | undefined>;
  /** Puts a ledger from elsewhere in the place of a service's. */
  ledgerLoad(options: ServiceOptions, blob: Blob): Promise<LedgerAbout>;
  ledgerBlob(options: ServiceOptions): Promise<Blob | undefined>;
  ledgerForget(options: ServiceOptions): Promise<void>;
}
