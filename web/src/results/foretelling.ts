import type { Team } from '../pool';
import type { Format, ResultKind } from '../types';
import type { ResultLayout } from './place';
import { readStreams } from './reader';

/** Rows of a place that are written to see how much they take; a list can hold thousands of days. */
const placeRows = (kind: ResultKind): number => (kind === 'gapsList' ? 1024 : 16_384);
/** Places at even distances, the first and the last rows among them. */
const places = 3;

/**
 * About how many bytes rows take in a file: exactly as many as the file has if they are few, or
 * else as many as those of a few places would have throughout.
 */
export async function foretellSize(
  team: Team,
  layout: ResultLayout,
  kind: ResultKind,
  format: Format,
): Promise<number> {
  const some = placeRows(kind);
  const { length } = layout;
  const whole = length <= some * places;
  const starts = whole
    ? Array.from({ length: Math.ceil(length / some) }, (_, i) => i * some)
    : [0, Math.floor((length - some) / 2), length - some];
  if (last?.of !== layout) last = { of: layout, rows: readPlaces(team, layout, kind, starts) };
  const bytes = await team.call(0, 'exportSize', kind, format, await last.rows);
  if (whole) return bytes;
  // A file without rows is what each has besides them.
  const empty = await team.call(0, 'exportSize', kind, format, []);
  return Math.round(empty + ((bytes - empty) * length) / (some * places));
}

/** The rows that were written last, for other formats of the same. */
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
