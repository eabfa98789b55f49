import type {
  FileSummary,
  Filter,
  Format,
  InputFile,
  Options,
  Plan,
  Reads,
  ResultKind,
  Selected,
  SelectedTables,
  SoFar,
  Summary,
  TableRule,
  Task,
} from '../types';
import type { CountSource } from '../types/count_source';
import type { IssuePlace } from '../types/issue_row';

import type { EngineCalls, ModuleCalls } from './passed';
import type { RowGroupRef } from './row_group';
import type { SnapshotCalls } from './snapshot';
import type { Passed, SortPass, SortSegment } from './sorting';

/** The URLs of the modules that workers load themselves. */
export interface OtherModules {
  readonly tables: string;
  readonly stores: string;
}

/** What a worker reports while it folds: what was added since its last report. */
export interface Report {
  readonly rows: number;
  readonly bytes: number;
}

/** What was read for some row groups, and how many rows each of them has. */
export interface Folded extends Reads {
  readonly rows: readonly number[];
}

/** A worker's memory, and where it spills. */
export interface Memory {
  /** Bytes for this worker. */
  readonly bytes: number;
  /** The number of workers with the same memory. */
  readonly workers: number;
  /** This worker's number. */
  readonly worker: number;
  /** The path of a private folder of the page; it need not exist. */
  readonly folder: string;
}

/**
 * A worker's state for other workers, as Arrow IPC streams. With the path of a private file of the
 * page, the streams have positions in that file.
 */
export interface Parts {
  readonly streams: Uint8Array[];
  readonly file?: string;
}

/** A row with an issue, in a row group of a file. */
export interface FoundRow {
  readonly file: number;
  /** Its number in its row group, from 0. */
  readonly row: number;
  /** The value that could not be read, or an empty text. */
  readonly value: string;
  readonly stream: Uint8Array;
}

/**
 * Every call that a worker answers. Byte arrays are Arrow IPC streams unless noted otherwise; they
 * are transferred, not copied.
 *
 * A call fails with a Failure. After one of code `crashed` the worker must be ended.
 */
export interface Calls extends EngineCalls, ModuleCalls, SnapshotCalls {
  /**
   * Starts WebAssembly; the first call of every worker. The other modules are loaded when they are
   * needed.
   */
  load(module: WebAssembly.Module, report: (report: Report) => void, others: OtherModules): void;
  /** Names the files by position. This worker may have so many requests in flight. */
  register(files: readonly InputFile[], requests: number): void;
  /** Returns the file with its version, as every worker must read it; opens it if necessary. */
  pinned(file: number): Promise<InputFile>;
  /** Takes the same files with their versions; open files stay open. */
  pin(files: readonly InputFile[]): void;

  /** Returns which files count; `folders` were found and not walked. A table may have a version. */
  select(
    files: readonly InputFile[],
    folders: readonly string[],
    rule: TableRule,
    version: number | string | undefined,
  ): Promise<Selected | SelectedTables>;
  footer(file: number): Promise<FileSummary>;
  /** Returns the SHA-256 from the footer to the end, in hexadecimal; null if unavailable. */
  footerDigest(file: number): Promise<string | null>;
  /** Returns the first few distinct values of a column in a row group, as text. */
  firstValues(place: RowGroupRef, column: string): Promise<string[]>;
  /** Returns the values of a column in the first rows of a row group. */
  firstRows(place: RowGroupRef, column: string, count: number): Promise<(string | null)[]>;
  plan(files: readonly FileSummary[], options: Options): Plan;

  /** Begins a run and discards an earlier one. */
  begin(plan: Plan, options: Options, memory: Memory): void;
  /**
   * Reads row groups and folds them; their bytes are read while earlier ones are folded. State
   * beyond the memory budget is spilled.
   */
  fold(tasks: readonly Task[]): Promise<Folded>;

  /** Returns the sums of the rows that this worker has folded so far. */
  soFar(): SoFar;
  /** Returns the bytes of memory that this worker's WebAssembly has grown to. */
  memory(): number;

  /** Returns a stream for each worker, empty for this one (`own`); in files if all are to spill. */
  split(parts: number, own: number, spill: boolean): Promise<Parts>;
  merge(parts: readonly Parts[]): Promise<void>;
  /** Returns streams for each worker in turn. */
  cut(samples: Uint8Array[], parts: number, own: number, spilled: boolean): Promise<Parts>;
  join(parts: readonly Parts[]): Promise<Summary>;
  /** Removes the files of a step, of all workers, which are no longer read. */
  removeSpilled(step: 'runs' | 'partitions'): Promise<void>;
  /** Returns the bytes that this worker has spilled in this run. */
  spilledBytes(): number;

  combinedRows(place: RowGroupRef, filter: Filter): Promise<number>;
  combinedWindow(
    place: RowGroupRef,
    filter: Filter,
    start: number,
    length: number,
  ): Promise<Uint8Array>;

  /**
   * Returns the views of a video by channel and day in a row group; undefined if its footer
   * excludes the video, which is in these channels. Without channels it may be in any.
   */
  dailyViews(
    place: RowGroupRef,
    video: string,
    channels: string[],
  ): Promise<Uint8Array | undefined>;

  /** Passes over the rows of some places in this worker, by one column. */
  sortPass(pass: SortPass, segments: readonly SortSegment[]): Promise<Passed>;
  /** Sorts the rows that passes kept, and stores them under a name. */
  sortPart(name: string, streams: readonly Uint8Array[], column: number): void;
  /**
   * Returns rows of the part of that name, the last first if `backwards`; undefined if it was
   * replaced.
   */
  sortedWindow(
    name: string,
    start: number,
    length: number,
    backwards: boolean,
  ): Uint8Array | undefined;
  issueRows(place: IssuePlace): Promise<FoundRow[]>;

  /** Begins to copy row groups of the registered files; the plan has the column of each role. */
  copyBegin(plan: Plan, options: Options): void;
  /** Returns the bytes of a row group's column chunks; 0 if they cannot be copied. */
  copyBytes(place: RowGroupRef): Promise<number>;
  /** Appends a row group that can be copied to the export. */
  copyRowGroup(place: RowGroupRef): Promise<Uint8Array>;

  /** Begins a file of some columns, or of all. */
  exportBegin(
    kind: ResultKind,
    format: Format,
    columns?: readonly string[],
    source?: CountSource,
  ): void;
  /** Returns bytes to append to the file, possibly none. */
  exportWrite(window: Uint8Array): Uint8Array;
  /** Ends the row group. Returns bytes to append to the file, possibly none. */
  exportEndRowGroup(): Uint8Array;
  exportFinish(): Uint8Array;
  /** Returns the bytes of a file of these rows. */
  exportSize(
    kind: ResultKind,
    format: Format,
    windows: readonly Uint8Array[],
    columns?: readonly string[],
    source?: CountSource,
  ): number;
}

export type CallName = keyof Calls;
export type Input<Name extends CallName> = Parameters<Calls[Name]>;
export type Output<Name extends CallName> = Awaited<ReturnType<Calls[Name]>>;
