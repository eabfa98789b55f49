/// <reference lib="esnext.disposable" preserve="true" />
import type {
  Diagnostics,
  PlannedRun,
  Problem,
  ResultKind,
  Role,
  TableUse,
} from '../generated/daytally.js';
import type { IgnoredFile, Reads, TableVersion } from './files';
import type { Bounds, SchemaColumn } from './preview';
import type { LedgerUse, Provider } from './snapshot';

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
  Options,
  Outage,
  Overview,
  PlannedRun as Plan,
  Problem,
  Question,
  ResultKind,
  Role,
  RoleChoice,
  RowIssues,
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
} from '../generated/daytally.js';
export type * from './exports';
export type * from './files';
export type { Bounds, RoleCheck, SchemaColumn, SoFar } from './preview';
export type {
  CallbackProvider,
  Fetching,
  FetchingStage,
  FetchProvider,
  FetchViews,
  LedgerUse,
  Provider,
  ServiceOptions,
} from './snapshot';
export type * from './tables';

/** The choices of one run. Days are `YYYY-MM-DD`. */
export interface RunOptions {
  /** Columns that the user named; the others are guessed. */
  readonly columns: Partial<Record<Role, string>>;
  /** Roles to omit, and with them the results that need them. */
  readonly omitRoles: readonly Role[];
  /**
   * Reads every Parquet file of a folder when it is opened, whatever the log of a table or
   * streaming sink lists; false if absent.
   */
  readonly asFiles?: boolean;
  /** The version of the only table, when it is opened, or a snapshot's id; the newest if absent. */
  readonly tableVersion?: number | string;
  /**
   * Formats of dates by role, such as `%d/%m/%Y`, or for whole numbers `yyyymmdd`, `epoch_days`,
   * `epoch_s`, `epoch_ms` or `epoch_us`.
   */
  readonly dateFormats?: Partial<Record<DateRole, string>>;
  /** The time zone in which timestamps become days; UTC if absent. */
  readonly timezone?: string;
  /** The day up to which data should be complete, inclusive; if absent, the newest in the data. */
  readonly endDate?: string;
  /** Whether the days of outages count as days with data in the gaps; false if absent. */
  readonly excludeOutages?: boolean;
  /**
   * The share of active videos without data, above 0 and up to 1, above which a day is an outage;
   * if absent, a day is one if its share is far above that of the days around it.
   */
  readonly outageShare?: number;
  /** The day of the snapshot's rows. */
  readonly runDate: string;
  /** The provider of the snapshot's counts; `none`, and no snapshot, if absent. */
  readonly provider?: Provider;
  /**
   * What to do with the ledger of an earlier job of the provider; if absent, one of another run
   * date is an error that names both dates.
   */
  readonly ledger?: LedgerUse;
  /** Ids per call of the simulator; at most ten. */
  readonly batchSize?: number;
}

/** The roles whose columns hold dates. */
export type DateRole = 'createdDate' | 'date';

/** The progress of a scan. Bytes are those of the columns that are read, as stored. */
export interface ScanProgress {
  readonly bytes: number;
  readonly totalBytes: number;
  readonly rows: number;
  readonly totalRows: number;
  readonly seconds: number;
}

/** The chosen files, and their problems. */
export interface Chosen {
  /** The name of the data: its only file, the folder of all files, or the first file of many. */
  readonly name: string;
  /** The number of chosen files, including skipped ones. */
  readonly files: number;
  /** Why files are skipped; each names its file. */
  readonly problems: readonly Problem[];
  readonly ignored: readonly IgnoredFile[];
  /**
   * The tables, streaming sinks and commits among the chosen files, and what was done with them.
   */
  readonly tables: readonly TableUse[];
  /** The versions of the only table that can be read, the oldest first; absent without a table. */
  readonly versions?: readonly TableVersion[];
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

/** How many rows a result has, or why it is not available: one of the two. */
export type Count =
  | { readonly rows: number; readonly problem?: undefined }
  | { readonly rows?: undefined; readonly problem: Problem };

/** The outcome of a run. */
export interface Outcome {
  readonly options: RunOptions;
  readonly counts: ReadonlyMap<ResultKind, Count>;
  readonly diagnostics: Diagnostics;
  readonly reads: Reads;
  /** Bytes written to disk because memory ran out. */
  readonly spilled: number;
  /** Bytes of memory that the workers' WebAssembly had grown to. */
  readonly memory: number;
  readonly seconds: number;
  /** The last change that was made without reading the data again. */
  readonly change?: Change;
  /**
   * What is being derived, for the first time or again; its counts are the previous ones, if any.
   */
  readonly updating?: Change['of'];
}

/** Something derived again from what is in memory. */
export interface Change {
  readonly of: 'gaps' | 'snapshot';
  readonly seconds: number;
}

/** The steps between the scan and the results. */
export type MergeStep = 'merge' | 'sort' | 'gaps';

/** The state of a run. */
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
      /** Whether the run may continue without the file that the error names. */
      readonly skippable: boolean;
    }
  | { readonly phase: 'cancelled'; readonly dataset?: Dataset };
