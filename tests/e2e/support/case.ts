import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ResultKind, Role, RunOptions } from '../../../web/src/types';

const folder = join(import.meta.dirname, '..', '..', 'fixtures');

export const kinds: Record<string, ResultKind> = {
  monthly: 'monthly',
  'gaps-list': 'gapsList',
  'gaps-dates': 'gapsDates',
  'gaps-ranges': 'gapsRanges',
  snapshot: 'snapshot',
  unanswered: 'unanswered',
  combined: 'combined',
};

const roles: Record<string, Role> = {
  channel_id: 'channelId',
  video_id: 'videoId',
  created_date: 'createdDate',
  date: 'date',
  viewCount: 'viewCount',
};

interface CaseError {
  readonly code: string;
  readonly mentions: readonly string[];
  readonly questions: readonly string[];
}

/** A table in the form of `expected/*.json`: int64 and days are strings. */
export interface Table {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly (string | readonly string[] | null)[])[];
}

/** A folder of `tests/fixtures`. */
export interface Case {
  readonly name: string;
  readonly title: string;
  readonly inputs: readonly string[];
  readonly options: RunOptions;
  readonly error: CaseError | null;
  readonly expected: ReadonlyMap<ResultKind, Table>;
  readonly diagnostics: Record<string, unknown> | undefined;
}

/** Returns all cases, sorted by name. */
export function cases(): Case[] {
  const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'case.json')));
  return names.sort().map(readCase);
}

/** Returns the path of a file or folder of the fixtures. */
export function fixture(...names: string[]): string {
  return join(folder, ...names);
}

/** Returns the roles that must be omitted to get the other results of a case. */
export function rolesMissed({ error }: Case): Role[] {
  const failed = error?.questions ?? [];
  const needed: Record<Role, string[]> = {
    channelId: Object.keys(kinds),
    videoId: Object.keys(kinds),
    createdDate: Object.keys(kinds).filter((kind) => kind !== 'monthly'),
    date: ['monthly', 'gaps-list', 'gaps-dates', 'gaps-ranges', 'combined'],
    viewCount: ['monthly', 'combined'],
  };
  const same = (list: string[]) => [...list].sort().join() === [...failed].sort().join();
  return (['createdDate', 'date', 'viewCount'] as const).filter((role) => same(needed[role]));
}

function readCase(name: string): Case {
  const { title, input, options, error, same_as } = readJson(fixture(name, 'case.json'));
  const expected = fixture(same_as ?? name, 'expected');
  if (same_as && !existsSync(expected)) throw new Error(`${name}: ${expected} does not exist`);
  const columns = Object.entries<string>(options.columns ?? {});
  const tables = Object.entries(kinds).flatMap(([file, kind]) => {
    const path = join(expected, `${file}.json`);
    return existsSync(path) ? [[kind, readJson(path)] as const] : [];
  });
  const diagnostics = join(expected, 'diagnostics.json');
  return {
    name,
    title,
    inputs: input.map((path: string) => fixture(name, path)),
    options: {
      columns: Object.fromEntries(columns.map(([role, column]) => [roles[role], column])),
      omitRoles: [],
      runDate: options.run_date,
      // The expected snapshots come from the simulator.
      provider: 'simulator',
      ...(options.end_date && { endDate: options.end_date }),
      ...(options.timezone && { timezone: options.timezone }),
    },
    error,
    expected: new Map(tables),
    diagnostics: existsSync(diagnostics) ? readJson(diagnostics) : undefined,
  };
}

function readJson(path: string) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
