/// <reference lib="esnext.disposable" preserve="true" />
import type {
  Diagnostics,
  PlannedRun,
  Problem,
  ResultKind,
  Role,
  TableUse,
} from './generated/daytally.js';
import type { IgnoredFile } from './types/files';
import type { Bounds, SchemaColumn } from './types/preview';
import type { LedgerUse, Provider } from './types/snapshot';

export type {
  ColumnInfo,
  CountPairs,
  Coverage,
  DayCounts,
  DayVideos,
  Diagnostics,
  Failure,
  FileSummary,
  Filter,
  Format,
  FormatOffer,
  LifetimeCounts,
  Location,
  OddRows,
  Options,
  Outage,
  Overview,
  PlannedRun as Plan,
  Problem,
  Question,
  ResultKind,
  Role,
  RoleChoice,
  RunFacts,
  Selected,
  Skipped,
  Summary,
  TableRule,
  TableUse,
  Task,
  UnreadColumn,
  ValueCheck,
  VideoDays,
  Warning,
  WarningCode,
} from './generated/daytally.js';
export type * from './types/exports';
export type * from './types/files';
export type { Bounds, RoleCheck, SchemaColumn, SoFar } from './types/preview';
export type {
  AskedProvider,
  AskForViews,
  Asking,
  AskingStage,
  CallbackProvider,
  LedgerUse,
  Provider,
  ServiceOptions,
} from './types/snapshot';
export type * from './types/tables';

/** The choices of one run. Days are `YYYY-MM-DD`. */
export interface RunOptions {
  /** Columns named by hand; the others are guessed. */
  readonly columns: Partial<Record<Role, string>>;
  /** Roles that are done without, and with them the results that need them. */
  readonly leaveOut: readonly Role[];
  /**
   * Reads every Parquet file of a folder when it is opened, whatever the log of a table or streaming
   * sink lists; false when absent.
   */
  readonly asFiles?: boolean;
  /**
   * Formats of dates by role, such as `%d/%m/%Y`, or for whole numbers `yyyymmdd`, `epoch_days`,
   * `epoch_s`, `epoch_ms` or `epoch_us`.
   */
  readonly dateFormats?: Partial<Record<DateRole, string>>;
  /** The zone in which timestamps become days; UTC when absent. */
  readonly timezone?: string;
  /** The day up to which data should be complete, inclusive; absent: the newest in the data. */
  readonly endDate?: string;
  /** Whether the days of outages count as days with data in the gaps; they do not when absent. */
  readonly excludeOutages?: boolean;
  /**
   * The share of active videos without data, above 0 and up to 1, above which a day is an outage; when
   * absent, a day is one if its share is far above that of the days around it.
   */
  readonly outageShare?: number;
  /** The day that the snapshot's rows are dated. */
  readonly runDate: string;
  /** The provider of the snapshot's counts; `none`, and no snapshot, when absent. */
  readonly provider?: Provider;
  /**
   * What is done with the ledger of an earlier job of the provider; when absent, one of another run
   * date is an error that names both dates.
   */
  readonly ledger?: LedgerUse;
  /** Ids per call of the simulator, which takes ten at most. */
  readonly batchSize?: number;
}

/** The roles whose columns hold dates. */
export type DateRole = 'createdDate' | 'date';

/** How far a scan is. Bytes are those of the columns that are read, as stored. */
export interface ScanProgress {
  readonly bytes: number;
  readonly totalBytes: number;
  readonly rows: number;
  readonly totalRows: number;
  readonly seconds: number;
}

/** What a scan read from its files; footers are not counted. */
export interface Reads {
  readonly bytes: number;
  readonly requests: number;
}

/** What was chosen, and what of it can't be read. */
export interface Chosen {
  /** Files chosen, those left out included. */
  readonly files: number;
  /** Why files are left out; each names its file. */
  readonly problems: readonly Problem[];
  readonly ignored: readonly IgnoredFile[];
  /** The tables, streaming sinks and commits among what was chosen, and what was done with them. */
  readonly tables: readonly TableUse[];
  /** What the names of the files suggest, in sentences. */
  readonly notes: readonly string[];
}

/** What is known of the chosen files before their rows are read. */
export interface Dataset extends Chosen {
  readonly plan: PlannedRun;
  /** All columns, by name. */
  readonly schema: readonly SchemaColumn[];
  readonly videos: Bounds;
}

/** How many rows a result has, or why it can't be had. */
export type Count = { readonly rows: number } | { readonly problem: Problem };

/** What a run found. */
export interface Outcome {
  readonly options: RunOptions;
  readonly counts: ReadonlyMap<ResultKind, Count>;
  readonly diagnostics: Diagnostics;
  readonly reads: Reads;
  /** Bytes that were put on disk for want of memory. */
  readonly spilled: number;
  /** Bytes of memory that the workers' WebAssembly had grown to. */
  readonly memory: number;
  readonly seconds: number;
  /** The last change that was made without reading the data again. */
  readonly change?: Change;
  /** What is being derived, at first or anew; its counts are those from before, if any. */
  readonly updating?: Change['of'];
}

/** Something derived anew from what is in memory. */
export interface Change {
  readonly of: 'gaps' | 'snapshot';
  readonly seconds: number;
}

/** What is done between the scan and the results. */
export type MergeStep = 'merge' | 'sort' | 'gaps';

/** Where a run is. */
export type RunState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'footers'; readonly done: number; readonly total: number }
  | { readonly phase: 'questions'; readonly dataset: Dataset }
  | { readonly phase: 'ready'; readonly dataset: Dataset }
  | { readonly phase: 'scanning'; readonly dataset: Dataset; readonly progress: ScanProgress }
  | { readonly phase: 'merging'; readonly dataset: Dataset; readonly step: MergeStep }
  | { readonly phase: 'done'; readonly dataset: Dataset; readonly outcome: Outcome }
  | {
      readonly phase: 'failed';
      readonly dataset?: Dataset;
      readonly chosen?: Chosen;
      readonly error: Problem;
      /** Whether the run may go on without the file that the error names. */
      readonly skippable: boolean;
    }
  | { readonly phase: 'cancelled'; readonly dataset?: Dataset };
