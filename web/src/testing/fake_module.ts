import type { Entry } from '../generated/daytally.js';
import type {
  Coverage,
  Diagnostics,
  FileSummary,
  Filter,
  Format,
  Options,
  Overview,
  Plan,
  Problem,
  ResultKind,
  Role,
  RunFacts,
  Selected,
  TableRule,
  ValueCheck,
} from '../types';
import type { Channels, Heat } from '../types/channels';
import { FakeEngine } from './fake_engine';
import { failure, fromBytes, toBytes } from './fake_file';
import { fakeRows } from './fake_rows';

const names: Record<Role, string> = {
  channelId: 'channel_id',
  videoId: 'video_id',
  createdDate: 'created_date',
  date: 'date',
  viewCount: 'viewCount',
};
const roles = Object.keys(names) as Role[];
const all = Object.values(names);

export function planScan(files: FileSummary[], options: Options): Plan {
  const columns = [...new Set(files.flatMap((file) => file.columns.map(({ name }) => name)))];
  const known = columns.length > 0 ? columns : all;
  const wanted = roles.filter((role) => !options.omitRoles?.includes(role));
  const chosen = (role: Role) => options.columns?.[role] ?? names[role];
  const tasks = files.flatMap(({ file, rowGroups }) =>
    rowGroups.map(({ rows, columnBytes: [bytes = 0] }, rowGroup) => ({
      file,
      rowGroup,
      rows,
      bytes,
    })),
  );
  const kinds: ResultKind[] = wanted.includes('viewCount') ? ['monthly'] : [];
  if (wanted.includes('date')) kinds.push('gapsList', 'gapsDates', 'gapsRanges');
  kinds.push('snapshot', 'unanswered');
  if (wanted.length === roles.length) kinds.push('combined');
  return {
    roles: wanted
      .filter((role) => known.includes(chosen(role)))
      .map((role) => ({ role, column: chosen(role), reason: 'the default name' })),
    questions: wanted
      .filter((role) => !known.includes(chosen(role)))
      .map((role) => ({ role, candidates: [], message: `No column has the role ${role}.` })),
    problems: [],
    files: files.map(({ file }) => file),
    tasks,
    rows: tasks.reduce((sum, { rows }) => sum + rows, 0),
    bytes: tasks.reduce((sum, { bytes }) => sum + bytes, 0),
    firstDay: '2023-01-30',
    lastDay: '2023-04-18',
    warnings: [],
    columns: known,
    kinds,
  };
}

export function totalDiagnostics(shares: Diagnostics[], facts: RunFacts): Diagnostics {
  const [first] = shares;
  if (!first) throw failure('internal', 'no shares');
  const sum = (of: (share: Diagnostics) => number) => shares.reduce((all, s) => all + of(s), 0);
  const warnings = (facts.skipped ?? []).map(({ message }) => {
    return { code: 'skipped_files' as const, message };
  });
  const { endDateGiven = false } = facts;
  const [rows, videos] = [sum(({ rows }) => rows), sum(({ videos }) => videos)];
  return { ...first, rows, videos, endDateGiven, warnings };
}

export function unreadFiles(): Problem[] {
  return [];
}

export function checkValues(_role: Role, values: string[]): ValueCheck {
  return { readable: values.length, formats: [] };
}

export function coverage(): Coverage | undefined {
  return undefined;
}

export function totalOverview(shares: Overview[]): Overview {
  const [first] = shares;
  if (!first) throw failure('internal', 'no shares');
  return first;
}

export function totalChannels(shares: Channels[]): Channels {
  const [first] = shares;
  if (!first) throw failure('internal', 'no shares');
  return first;
}

export function totalHeat(shares: Heat[]): Heat {
  const [first] = shares;
  if (!first) throw failure('internal', 'no shares');
  return first;
}

export function sampleFile(): Uint8Array {
  return toBytes({ groups: [20_000, 20_000] });
}

export function sparkLine(words: string[]): string {
  return words.join(' ');
}

export function version(): string {
  return '0.0.0';
}

export function initSync(_options: unknown) {
  return { memory: new WebAssembly.Memory({ initial: 2 }) };
}

/** Takes every file except those whose names begin with `_`. */
export class FileSelector {
  readonly #entries: readonly Entry[];

  constructor(entries: Entry[], _rule: TableRule) {
    this.#entries = entries;
  }

  free(): void {}

  needs() {
    return [];
  }

  push(): void {}

  finish(): Selected {
    const isRead = ({ path }: Entry) => !/(^|\/)_[^/]*$/.test(path);
    return {
      files: this.#entries.flatMap((entry, i) => (isRead(entry) ? [i] : [])),
      skipped: this.#entries
        .filter((entry) => !isRead(entry))
        .map(({ path }) => ({ path, reason: 'hidden', why: 'its name begins with _' })),
      tables: [],
      notes: [],
      warnings: [],
    };
  }
}

export class SnapshotJob {
  readonly #ids: number[];
  readonly #ended: boolean[];
  #requested = 0;

  constructor(streams: number, _provider: string, _batchSize?: number) {
    this.#ids = Array.from({ length: streams }, () => 0);
    this.#ended = Array.from({ length: streams }, () => false);
  }

  free(): void {}

  needs(): Uint32Array {
    return Uint32Array.from(this.#ended.flatMap((ended, stream) => (ended ? [] : [stream])));
  }

  pushIds(stream: number, ids: Uint8Array): void {
    const count = fromBytes<number>(ids);
    this.#ids[stream] = count;
    this.#ended[stream] = count === 0;
    this.#requested += count;
  }

  advance() {
    const done = this.#ended.every((ended) => ended);
    return { requested: this.#requested, calls: Math.ceil(this.#requested / 10), done };
  }

  takeAnswers(stream: number): Uint8Array {
    const answers = toBytes(this.#ids[stream] ?? 0);
    this.#ids[stream] = 0;
    return answers;
  }

  unansweredRows(): number {
    return 0;
  }

  unansweredWindow(_filter: Filter, start: number, length: number): Uint8Array {
    return fakeRows('unanswered', start, length);
  }
}

export class Exporter {
  readonly #name: string;

  constructor(kind: ResultKind, format: Format) {
    this.#name = `${kind}.${format}`;
  }

  free(): void {}

  write(window: Uint8Array): Uint8Array {
    return new TextEncoder().encode(`${this.#name} ${window.length}\n`);
  }

  endRowGroup(): Uint8Array {
    return new Uint8Array();
  }

  finish(): Uint8Array {
    return new TextEncoder().encode('end\n');
  }
}

export { FakeEngine as Engine };
