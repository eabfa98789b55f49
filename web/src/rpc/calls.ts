import type {
  Diagnostics,
  FileSummary,
  Format,
  InputFile,
  Options,
  Plan,
  Reads,
  ResultKind,
  Summary,
  Task,
} from '../types';

/** What a worker tells on its own while it folds: what was added since it last told. */
export interface Report {
  readonly rows: number;
  readonly bytes: number;
}

/** Where a row group is: a file's number and the row group's in it. */
export type Place = Pick<Task, 'file' | 'rowGroup'>;

/** How far a snapshot is: ids asked, calls made; `done` when no id is left. */
export interface SnapshotStep {
  readonly asked: number;
  readonly calls: number;
  readonly done: boolean;
}

/**
 * Every call that a worker answers. Byte arrays are Arrow IPC streams unless said otherwise;
 * they are handed over, not copied.
 *
 * A call fails with a Failure. After one of code `crashed` the worker must be ended.
 */
export interface Calls {
  /** Starts WebAssembly; the first call of every worker. */
  load(module: WebAssembly.Module, report: (report: Report) => void): void;
  /** Names the files by their place in the list. */
  register(files: readonly InputFile[]): void;
  sampleFile(): Uint8Array;

  footer(file: number): Promise<FileSummary>;
  plan(files: readonly FileSummary[], options: Options): Plan;

  /** Forgets an earlier run. */
  begin(plan: Plan, options: Options): void;
  /** Reads a row group and folds it; its bytes are read while an earlier one is folded. */
  fold(task: Task): Promise<Reads>;

  split(parts: number): Uint8Array[];
  merge(partials: Uint8Array[]): void;
  sample(): Uint8Array;
  cut(samples: Uint8Array[], parts: number): Uint8Array[];
  join(shares: Uint8Array[]): Summary;

  lastDay(): string | undefined;
  setEndDate(day: string | undefined): void;
  diagnostics(): Diagnostics;
  totalDiagnostics(shares: readonly Diagnostics[]): Diagnostics;
  rows(kind: ResultKind): number;
  window(kind: ResultKind, start: number, length: number): Uint8Array;
  combinedWindow(place: Place, start: number, length: number): Promise<Uint8Array>;

  videoIds(start: number, length: number): Uint8Array;
  clearAnswers(): void;
  answer(answers: Uint8Array, runDate: string): void;

  snapshotBegin(streams: number, batchSize: number | undefined): void;
  snapshotNeeds(): number[];
  snapshotPush(stream: number, ids: Uint8Array): void;
  snapshotAdvance(): SnapshotStep;
  snapshotTake(stream: number): Uint8Array;
  unansweredRows(): number;
  unansweredWindow(start: number, length: number): Uint8Array;

  exportBegin(kind: ResultKind, format: Format): void;
  /** Bytes to append to the file; may be none. */
  exportWrite(window: Uint8Array): Uint8Array;
  exportFinish(): Uint8Array;
}

export type CallName = keyof Calls;
export type Input<Name extends CallName> = Parameters<Calls[Name]>;
export type Output<Name extends CallName> = Awaited<ReturnType<Calls[Name]>>;
