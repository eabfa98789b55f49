import type {
  Coverage,
  DayCounts,
  Diagnostics,
  FileSummary,
  Filter,
  Format,
  InputFile,
  Options,
  Overview,
  Plan,
  Problem,
  Reads,
  ResultKind,
  Role,
  RunFacts,
  Selected,
  SoFar,
  Summary,
  TableRule,
  Task,
  UnreadColumn,
  ValueCheck,
  VideoDays,
} from '../types';
import type { CountSource } from '../types/count_source';
import type { OddPlace } from '../types/odd_row';

import type { SnapshotCalls } from './snapshot';
import type { Passed, SortPass, SortSegment } from './sorting';

/** What a worker tells on its own while it folds: what was added since it last told. */
export interface Report {
  readonly rows: number;
  readonly bytes: number;
}

/** Where a row group is: a file's number and the row group's in it. */
export type Place = Pick<Task, 'file' | 'rowGroup'>;

/** What a worker may take, and where it puts the rest. */
export interface Memory {
  /** Bytes for this worker. */
  readonly bytes: number;
  /** Workers that have as many. */
  readonly workers: number;
  /** This worker's number. */
  readonly worker: number;
  /** The path of a folder in the page's private part of the disk; it need not be there. */
  readonly folder: string;
}

/**
 * What a worker has for others, as Arrow IPC streams. With the path of a file in the page's private
 * part of the disk, the streams say where the state is in it.
 */
export interface Parts {
  readonly streams: Uint8Array[];
  readonly file?: string;
}

/** An odd row of a row group of the file of a number, with the row itself. */
export interface FoundRow {
  readonly file: number;
  /** Its number in its row group, from 0. */
  readonly row: number;
  /** The value that could not be read, else empty. */
  readonly value: string;
  readonly stream: Uint8Array;
}

/**
 * Every call that a worker answers. Byte arrays are Arrow IPC streams unless said otherwise;
 * they are handed over, not copied.
 *
 * A call fails with a Failure. After one of code `crashed` the worker must be ended.
 */
export interface Calls extends SnapshotCalls {
  /** Starts WebAssembly; the first call of every worker. */
  load(module: WebAssembly.Module, report: (report: Report) => void): void;
  /** Names the files by their place in the list, of which this worker may make so many requests at a time. */
  register(files: readonly InputFile[], requests: number): void;
  /** The file as every worker is to read it from now on; opens it if it isn't open. */
  pinned(file: number): Promise<InputFile>;
  /** The same files once they are pinned; what is open stays open. */
  pin(files: readonly InputFile[]): void;
  sampleFile(): Uint8Array;
  version(): string;

  /** Which of the files count; `folders` were found and not walked. */
  select(
    files: readonly InputFile[],
    folders: readonly string[],
    rule: TableRule,
  ): Promise<Selected>;
  footer(file: number): Promise<FileSummary>;
  /** SHA-256 of the footer to the file's end, in hexadecimal digits; null where there is none. */
  footerDigest(file: number): Promise<string | null>;
  /** The first few distinct values of a column in a row group, as text. */
  firstValues(place: Place, column: string): Promise<string[]>;
  plan(files: readonly FileSummary[], options: Options): Plan;
  /** The line and the notebook that hand a job to a cluster, of the words of its command line. */
  clusterJob(words: readonly string[]): readonly [line: string, notebook: string];

  /** Forgets an earlier run. */
  begin(plan: Plan, options: Options, memory: Memory): void;
  /**
   * Reads row groups and folds them; their bytes are read while earlier ones are folded. State
   * that memory has no room for is spilled.
   */
  fold(tasks: readonly Task[]): Promise<Reads>;

  /** What this worker has added up of the rows that it folded until now. */
  soFar(): SoFar;
  /** Bytes of memory that this worker's WebAssembly has grown to. */
  memory(): number;

  /** Whether this worker has no memory to merge what it holds. */
  mustSpill(): boolean;
  /** A stream for each worker; in files if all are to spill. */
  split(parts: number, spill: boolean): Promise<Parts>;
  merge(parts: readonly Parts[]): Promise<void>;
  sample(): Uint8Array;
  /** Streams for each worker in turn. */
  cut(samples: Uint8Array[], parts: number, spilled: boolean): Promise<Parts>;
  join(parts: readonly Parts[]): Promise<Summary>;
  /** Removes the files of all workers that were written in a step and are read no more. */
  removeSpilled(step: 'runs' | 'partitions'): Promise<void>;
  /** Bytes that this worker has spilled in this run. */
  spilledBytes(): number;

  lastDay(): string | undefined;
  setEndDate(day: string | undefined): void;
  diagnostics(): Diagnostics;
  totalDiagnostics(shares: readonly Diagnostics[], facts: RunFacts): Diagnostics;
  /** By file and role, the row groups in which there are values and none can be read. */
  unreadColumns(): UnreadColumn[];
  /** Why files can't be used of whose columns no value can be read; `paths` are the plan's files'. */
  unreadFiles(plan: Plan, paths: readonly string[], unread: readonly UnreadColumn[]): Problem[];
  /** Checks some values against a role, with a date format or without. */
  checkValues(role: Role, values: readonly string[], format?: string): ValueCheck;
  /** Counts of videos by day; undefined if dates or created dates were not read. */
  dayCounts(): DayCounts | undefined;
  /** Outages by the rule, or by a fixed share; undefined without any date in the data. */
  coverage(shares: readonly DayCounts[], outageShare: number | undefined): Coverage | undefined;
  /** Takes the coverage of the whole run, until another end date is set. */
  setCoverage(coverage: Coverage): void;
  overview(): Overview;
  totalOverview(shares: readonly Overview[], counts: readonly DayCounts[]): Overview;
  /** How many rows of a result a filter wants here. */
  rows(kind: ResultKind, filter: Filter): number;
  window(kind: ResultKind, filter: Filter, start: number, length: number): Uint8Array;
  combinedRows(place: Place, filter: Filter): Promise<number>;
  combinedWindow(place: Place, filter: Filter, start: number, length: number): Promise<Uint8Array>;

  /** Goes over the rows of some places here, by one column. */
  sortPass(pass: SortPass, segments: readonly SortSegment[]): Promise<Passed>;
  /** Sorts the rows that passes kept, and has them from now on, by a name. */
  sortPart(name: string, streams: readonly Uint8Array[], column: number): void;
  /** Rows of the part of that name; undefined when it isn't here any more. */
  sortedWindow(name: string, start: number, length: number): Uint8Array | undefined;
  oddRows(place: OddPlace): Promise<FoundRow[]>;
  calendar(video: string): VideoDays[];

  videoIds(start: number, length: number): Uint8Array;
  clearAnswers(): void;
  answer(answers: Uint8Array, runDate: string): void;

  /** Begins to copy row groups of the registered files, whose roles the plan tells. */
  copyBegin(plan: Plan, options: Options): void;
  /** How many bytes a row group's column chunks have, 0 if the combined result can't have them as they are. */
  copyBytes(place: Place): Promise<number>;
  /** Appends a row group that can be copied to the export. */
  copyRowGroup(place: Place): Promise<Uint8Array>;

  exportBegin(kind: ResultKind, format: Format, source?: CountSource): void;
  /** Bytes to append to the file; may be none. */
  exportWrite(window: Uint8Array): Uint8Array;
  /** Lets what follows begin a row group of its own. */
  exportEndRowGroup(): Uint8Array;
  exportFinish(): Uint8Array;
  /** How many bytes a file of these rows has. */
  exportSize(
    kind: ResultKind,
    format: Format,
    windows: readonly Uint8Array[],
    source?: CountSource,
  ): number;
}

export type CallName = keyof Calls;
export type Input<Name extends CallName> = Parameters<Calls[Name]>;
export type Output<Name extends CallName> = Awaited<ReturnType<Calls[Name]>>;
