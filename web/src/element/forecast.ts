import { daysFromTo } from '../day';
import type { Dataset, Forecast, Range } from '../types';
import type { PastRun } from './past_runs';

/** What a run may take of the machine. */
export interface Machine {
  readonly workers: number;
  /** Bytes for each worker's state. */
  readonly memory: number;
}

/** Seconds that workers take to begin, and that a file takes besides its bytes. */
const start = 0.2;
const perFile = 0.0014;
/** Seconds that the first run in a tab takes longer, while WebAssembly is compiled. */
const firstRun = 0.5;
/** Bytes in a second that a worker reads, slowest and fastest of the benchmark's files. */
const rates: Range = { least: 40e6, most: 85e6 };
/** Earlier runs that are taken for like this one. */
const alike = 3;
/** How much slower and faster than those a run may be. */
const spread: Range = { least: 0.7, most: 1.4 };

/** Bytes of WebAssembly's memory without state, for each worker. */
const empty = 7e6;
/** How often state is in memory at once where each video is read by one worker. */
const copies = 1.25;
/** The same for what each worker has of each video, and the merge that follows. */
const mergeCopies = 1.6;
/** Bytes of a video and of a month of it, as in the plan's own estimate. */
const videoBytes = 200;
const monthBytes = 40;
/** What workers take beyond the limit of their state, for what was read and not yet folded. */
const beyond = 4 / 3;

/** What a run over a dataset will take; undefined when there is nothing to read. */
export function forecast(
  { plan, videos }: Dataset,
  machine: Machine,
  past: readonly PastRun[],
): Forecast | undefined {
  if (plan.rows === 0) return undefined;
  const work = { files: plan.files.length, rows: plan.rows, bytes: plan.bytes };
  const limit = machine.workers * machine.memory;
  const known = plan.firstDay !== undefined && plan.lastDay !== undefined;
  const memory = known ? memoryOf(plan, videos.most, machine.workers) : undefined;
  const most = limit * beyond + empty * machine.workers;
  return {
    ...time(work, machine.workers, past),
    ...(memory && {
      memory: { least: Math.min(memory.least, most), most: Math.min(memory.most, most) },
    }),
    limit,
  };
}

type Work = Pick<PastRun, 'files' | 'rows' | 'bytes'>;

function time(
  work: Work,
  workers: number,
  past: readonly PastRun[],
): Pick<Forecast, 'seconds' | 'by'> {
  const fixed = start + perFile * work.files;
  const at = (rate: number) => fixed + work.bytes / (rate * workers);
  const like = past
    .filter((run) => run.bytes > 0 && isLike(run, work))
    .sort((a, b) => distance(a, work) - distance(b, work))
    .slice(0, alike);
  const slowest = at(rates.least) + firstRun;
  if (like.length === 0)
    return { seconds: { least: at(rates.most), most: slowest }, by: 'default' };
  const known = like.map(rateOf);
  // The beginning of a small run says little of how fast a larger one becomes.
  if (like.every(({ bytes }) => bytes < work.bytes / 2)) known.push(rates.most);
  const least = at(Math.max(...known)) * spread.least;
  return { seconds: { least, most: at(Math.min(...known)) * spread.most }, by: 'runs' };
}

/** Whether a run was about as large, and had about as many bytes for each row. */
function isLike(run: Work, work: Work): boolean {
  const within = (ratio: number, most: number) => ratio <= most && ratio >= 1 / most;
  return within(run.bytes / work.bytes, 8) && within(density(run) / density(work), 3);
}

/** Bytes in a second that each worker of a run read. */
function rateOf({ files, bytes, seconds, workers }: PastRun): number {
  const reading = Math.max(seconds / 4, seconds - start - perFile * files);
  return bytes / reading / workers;
}

/** How unlike two works are: rows of many bytes are read slower for each row, not each byte. */
function distance(a: Work, b: Work): number {
  const size = Math.abs(Math.log(a.bytes / b.bytes));
  return 2 * Math.abs(Math.log(density(a) / density(b))) + size;
}

/** Bytes for each row. */
function density({ bytes, rows }: Work): number {
  return bytes / rows;
}

function memoryOf(
  { memoryEstimateBytes, firstDay = '', lastDay = '' }: Dataset['plan'],
  videos: number,
  workers: number,
): Range {
  const days = daysFromTo(firstDay, lastDay) ?? Number.NaN;
  const all = videos * (videoBytes + monthBytes * Math.ceil(days / 30.4));
  const state = Math.min(memoryEstimateBytes, all);
  const base = empty * workers;
  return { least: base + state * copies, most: base + state * (workers + mergeCopies) };
}
