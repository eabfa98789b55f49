import type { Team } from '../../pool';
import type { Filter, Format, ResultKind, Task } from '../../types';
import type { CountSource } from '../../types/count_source';
import { everything, type ResultLayout } from '../place';
import { readStreams } from '../reader';
import type { Tables } from '../tables';
import { copies, isCopied } from './copying';

/** Rows per place that are written to estimate a size; a list can hold thousands of days. */
const placeRows = (kind: ResultKind): number => (kind === 'gapsList' ? 1024 : 16_384);
/** Places at even distances, including the first and the last rows. */
const places = 3;

/** Which rows of which result, in which file. */
export interface SizeRequest {
  readonly kind: ResultKind;
  readonly format: Format;
  /** All rows if absent. */
  readonly filter?: Filter;
  /** The columns of the file; all if absent. */
  readonly columns?: readonly string[] | undefined;
  /** The provider of the counts, which the file states. */
  readonly source: CountSource | undefined;
}

/**
 * Estimates the bytes of rows in a file: exactly if they are few, or else from those of a few
 * places. Copied row groups are as large as in the input.
 */
export async function estimateSize(
  team: Team,
  tables: Tables,
  request: SizeRequest,
): Promise<number> {
  const { kind, format, filter = everything, columns } = request;
  const layout = await tables.filtered(kind, filter);
  const encoded = await encodedSize(team, layout, request);
  const input = columns ? undefined : tables.input(filter);
  if (!input || !copies(kind, format) || layout.length === 0) return encoded;
  const { rows, bytes } = input.plan;
  const share = (await copiedShare(team, input.copied)) * (rowsOf(input.copied) / rows);
  return Math.round(share * bytes + encoded * (1 - (share * rows) / layout.length));
}

/** Returns the share of the rows in copied row groups, from a few of them. */
async function copiedShare(team: Team, tasks: readonly Task[]): Promise<number> {
  const step = Math.max(1, Math.ceil(tasks.length / places));
  const some = tasks.filter((_, i) => i % step === 0);
  const bytes = await Promise.all(some.map((task) => team.call(0, 'copyBytes', task)));
  return rowsOf(some.filter((_, i) => isCopied(bytes[i] ?? 0))) / Math.max(1, rowsOf(some));
}

function rowsOf(tasks: readonly Task[]): number {
  return tasks.reduce((sum, { rows }) => sum + rows, 0);
}

async function encodedSize(
  team: Team,
  layout: ResultLayout,
  { kind, format, columns, source }: SizeRequest,
): Promise<number> {
  const some = placeRows(kind);
  const { length } = layout;
  const whole = length <= some * places;
  const starts = whole
    ? Array.from({ length: Math.ceil(length / some) }, (_, i) => i * some)
    : [0, Math.floor((length - some) / 2), length - some];
  if (last?.of !== layout) last = { of: layout, rows: readPlaces(team, layout, kind, starts) };
  const size = (rows: readonly Uint8Array[]) =>
    team.call(0, 'exportSize', kind, format, rows, columns, source);
  const bytes = await size(await last.rows);
  if (whole) return bytes;
  // A file without rows has the bytes that every file has besides its rows.
  const empty = await size([]);
  return Math.round(empty + ((bytes - empty) * length) / (some * places));
}

/** The last written rows, reused for other formats of the same result. */
let last: { readonly of: ResultLayout; readonly rows: Promise<Uint8Array[]> } | undefined;

async function readPlaces(
  team: Team,
  layout: ResultLayout,
  kind: ResultKind,
  starts: readonly number[],
): Promise<Uint8Array[]> {
  const end = (start: number) => start + placeRows(kind);
  return (await Promise.all(starts.map((at) => readStreams(team, layout, at, end(at))))).flat();
}
