import type {
  DayCounts,
  Diagnostics,
  FileSummary,
  Filter,
  Options,
  Overview,
  Plan,
  ResultKind,
  Summary,
  UnreadColumn,
  VideoDays,
} from '../types';
import type { Channels, Heat } from '../types/channels';
import { type FakeFile, failure, fromBytes, toBytes } from './fake_file';
import { fakeRows } from './fake_rows';

interface Opened {
  path: string;
  bytes: number;
  content?: FakeFile;
}

const ratio: Record<ResultKind, number> = {
  monthly: 1,
  gapsList: 0.02,
  gapsDates: 0.5,
  gapsRanges: 0.1,
  snapshot: 0.05,
  unanswered: 0,
  combined: 1,
};

/** Stands in for the Rust side's Engine: the same calls, with made-up rows. */
export class FakeEngine {
  #files = new Map<number, Opened>();
  #left = 0;
  #slow = 0;
  #trap = false;
  #rows = 0;
  #pushed = 0;
  #endDate: string | undefined;
  #answered = 0;
  #combined: { place: string; pushed: number } | undefined;

  free(): void {}

  openFile(file: number, path: string, bytes: number, _inFolder: boolean): void {
    this.#files.set(file, { path, bytes });
  }

  footerNeeds(file: number): Float64Array {
    const { content, bytes } = this.#opened(file);
    return content ? new Float64Array() : Float64Array.of(0, bytes);
  }

  pushFooter(file: number, _start: number, bytes: Uint8Array): void {
    const opened = this.#opened(file);
    try {
      opened.content = fromBytes<FakeFile>(bytes);
    } catch {
      const message = `${opened.path}: not a Parquet file; it doesn't begin with PAR1.`;
      throw failure('not_parquet', message, { file: opened.path });
    }
  }

  footer(file: number): FileSummary {
    const { path, bytes } = this.#opened(file);
    const { groups, columns = [] } = this.#content(file);
    return {
      file,
      path,
      bytes,
      rows: groups.reduce((sum, rows) => sum + rows, 0),
      columns: columns.map((name) => ({ name, type: 'text', source: 'file', kind: 'text' })),
      rowGroups: groups.map((rows) => ({ rows, columnBytes: [rows * 20] })),
    };
  }

  begin(_plan: Plan, _options: Options, _memory: number, _workers: number): void {
    this.#rows = 0;
    this.#answered = 0;
  }

  openTask(file: number, rowGroup: number): Float64Array {
    return Float64Array.of(rowGroup, rowGroup + 1, 0, Math.min(2, this.#opened(file).bytes));
  }

  startTask(file: number, rowGroup: number): void {
    const content = this.#content(file);
    this.#pushed = 0;
    this.#left = content.groups[rowGroup] ?? 0;
    this.#slow = content.slow ?? 0;
    this.#trap = content.trap === rowGroup;
    if (content.corrupt === rowGroup) {
      const { path } = this.#opened(file);
      const message = `${path}, row group ${rowGroup}: a page is damaged.`;
      throw failure('corrupt', message, { file: path, rowGroup });
    }
  }

  pushTask(_start: number, _bytes: Uint8Array): void {
    this.#pushed += 1;
  }

  advance(): number {
    if (this.#trap) throw new WebAssembly.RuntimeError('unreachable');
    if (this.#pushed < 2) throw failure('internal', 'a range is missing');
    const until = performance.now() + this.#slow;
    while (performance.now() < until);
    const rows = Math.min(65_536, this.#left);
    this.#left -= rows;
    this.#rows += rows;
    return rows;
  }

  isFull(): boolean {
    return false;
  }

  mustSpill(): boolean {
    return false;
  }

  split(parts: number): Uint8Array[] {
    const each = Math.floor(this.#rows / parts);
    const first = this.#rows - each * (parts - 1);
    return Array.from({ length: parts }, (_, i) => toBytes(i === 0 ? first : each));
  }

  /** Every row is one view of one month. */
  soFar(): Overview {
    const months = this.#rows > 0 ? [{ month: '2023-04', views: String(this.#rows) }] : [];
    return { months, days: [], gapLengths: [] };
  }

  valuesAt(file: number, _rowGroup: number, column: string): Float64Array {
    const inPath = this.#opened(file).path.includes(`${column}=`);
    return inPath ? new Float64Array() : Float64Array.of(0, this.#opened(file).bytes);
  }

  firstValues(file: number, _rowGroup: number, column: string, bytes: Uint8Array): string[] {
    const { path } = this.#opened(file);
    return [bytes.length > 0 ? `${column} of ${path}` : (path.split('=')[1] ?? '')];
  }

  firstRows(file: number, _rowGroup: number, column: string, _bytes: Uint8Array, count: number) {
    const { path } = this.#opened(file);
    return Array.from({ length: count }, (_, row) => `row ${row} of ${column} of ${path}`);
  }

  merge(partials: Uint8Array[]): void {
    this.#rows = partials.reduce((sum, part) => sum + fromBytes<number>(part), 0);
  }

  sample(): Uint8Array {
    return toBytes(this.#rows);
  }

  cut(_samples: Uint8Array[], parts: number): Uint8Array[] {
    return this.split(parts);
  }

  join(shares: Uint8Array[], _files: unknown[], _into: unknown): Summary {
    this.merge(shares);
    return { series: this.#rows };
  }

  setEndDate(day?: string): void {
    this.#endDate = day;
  }

  lastDay(): string | undefined {
    return this.#rows > 0 ? '2023-04-18' : undefined;
  }

  dayCounts(): DayCounts | undefined {
    return undefined;
  }

  setCoverage(): void {}

  unreadColumns(): UnreadColumn[] {
    return [];
  }

  overview(): Overview {
    return { months: [], days: [], gapLengths: [] };
  }

  channels(): Channels {
    return { total: 0, channels: [], videos: [] };
  }

  heat(): Heat {
    return { expected: [], missing: [] };
  }

  dailyNeeds(): Float64Array | undefined {
    return undefined;
  }

  diagnostics(): Diagnostics {
    const none = { rowsBeforeCreated: 3, rowsAfterEnd: 0, repeatedRows: 12, videosCreatedNull: 0 };
    const videos = { videosCreatedAfterEnd: 0, videosWithSeveralChannels: 1 };
    const nulls = { nullVideoRows: 1, nullChannelRows: 0, nullDateRows: 0 };
    return {
      ...none,
      ...videos,
      ...nulls,
      ...(this.#endDate && { endDate: this.#endDate }),
      endDateGiven: false,
      rows: this.#rows,
      videos: Math.floor(this.#rows / 20),
      videoListings: Math.floor(this.#rows / 20),
      videosWithSeveralCreatedDates: 0,
      firstDay: '2023-01-30',
      lastDay: '2023-04-18',
      warnings: [],
      unreadable: [],
      nullCountRows: 0,
      countPairs: { differing: 0, rising: 0, videos: 0 },
      lifetimeCounts: 'no',
      rowIssues: [],
    };
  }

  rows(kind: ResultKind): number {
    return kind === 'snapshot' ? this.#answered : Math.floor(this.#rows * ratio[kind]);
  }

  window(kind: ResultKind, _filter: Filter, start: number, length: number): Uint8Array {
    return fakeRows(kind, start, length);
  }

  videoIds(start: number, length: number): Uint8Array {
    const videos = Math.floor(this.#rows * ratio.snapshot);
    return toBytes(Math.max(0, Math.min(length, videos - start)));
  }

  clearAnswers(): void {
    this.#answered = 0;
  }

  answer(answers: Uint8Array, _runDate: string): void {
    this.#answered += fromBytes<number>(answers);
  }

  combinedNeeds(file: number, rowGroup: number): Float64Array {
    const place = `${file} ${rowGroup}`;
    if (this.#combined?.place === place) return new Float64Array();
    this.#combined = { place, pushed: 0 };
    return Float64Array.of(0, 1);
  }

  pushCombined(_start: number, _bytes: Uint8Array): void {
    if (this.#combined) this.#combined.pushed += 1;
  }

  combinedRows(): number {
    return 0;
  }

  combinedWindow(_filter: Filter, start: number, length: number): Uint8Array {
    if (this.#combined?.pushed !== 1) throw failure('internal', 'bytes are missing');
    return fakeRows('combined', start, length);
  }

  copyNeeds(): Float64Array {
    return new Float64Array();
  }

  examples(): (number | string)[] {
    return [];
  }

  calendar(): VideoDays[] {
    return [];
  }

  #opened(file: number): Opened {
    const opened = this.#files.get(file);
    if (!opened) throw failure('internal', `no file has the number ${file}`);
    return opened;
  }

  #content(file: number): FakeFile {
    const { content } = this.#opened(file);
    if (!content) throw failure('internal', `file ${file} has no footer yet`);
    return content;
  }
}
