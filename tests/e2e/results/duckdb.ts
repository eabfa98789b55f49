import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..', '..');

/** The numbers of the page for some files, by DuckDB; days are numbers since 1970-01-01. */
export interface Numbers {
  readonly first: number;
  readonly last: number;
  readonly expected: number;
  readonly withData: number;
  readonly stopped: number;
  readonly outages: readonly (readonly [day: number, missing: number, active: number])[];
  readonly listings: number;
  readonly listingsWithGaps: number;
  /** Active videos and those without data, by day. */
  readonly days: readonly (readonly [day: number, active: number, missing: number])[];
  readonly months: readonly (readonly [month: string, views: string])[];
  readonly gapLengths: readonly (readonly [days: number, gaps: number])[];
  readonly channels: readonly (readonly [
    id: string | null,
    videos: number,
    views: string,
    expected: number,
    missing: number,
    gaps: number,
  ])[];
  readonly cells: readonly (readonly [
    channel: string | null,
    day: number,
    expected: number,
    missing: number,
  ])[];
  /** The days of each video's longest gap. */
  readonly longest: readonly (readonly [channel: string | null, video: string, days: number])[];
  readonly video: string;
  /** The views of `video`. */
  readonly views: readonly (readonly [day: number, rows: number, views: string | null])[];
}

/** Returns the numbers of files of the five columns; `files` may have wildcards. */
export function numbersOf(files: string): Numbers {
  const script = join(root, 'tests', 'oracle', 'page_numbers.py');
  const python = process.env.DAYTALLY_PYTHON ?? 'python3';
  const options = { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 } as const;
  return JSON.parse(execFileSync(python, [script, files], options));
}
