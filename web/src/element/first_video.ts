import type { Analyzer } from '../analyzer';
import type { ResultKind, Rows } from '../types';

/** How many rows are searched for an interesting video. */
const looked = 500;

/**
 * Returns a video with a gap between days with data, else with any gap, else any; none without ids.
 */
export async function firstVideo(analyzer: Analyzer): Promise<string | undefined> {
  const gaps = await firstRows(analyzer, 'gapsRanges');
  const inner = gaps.find((row) => row.get('kind') === 'inner');
  const rows = inner ? [inner] : [...gaps, ...(await firstRows(analyzer, 'monthly'))];
  for (const row of rows) {
    const video = row.get('video_id');
    if (typeof video === 'string') return video;
  }
  return undefined;
}

type Row = ReadonlyMap<string, Rows['rows'][number][number]>;

/** Returns the first rows with a video, by column name; none of a missing result. */
async function firstRows(analyzer: Analyzer, kind: ResultKind): Promise<Row[]> {
  const { state } = analyzer;
  const count = state.phase === 'done' ? state.outcome.counts.get(kind) : undefined;
  if (!count || !('rows' in count)) return [];
  const { columns, rows } = await analyzer.result(kind).rows(0, looked);
  const named = rows.map((row) => new Map(columns.map(({ name }, at) => [name, row[at] ?? null])));
  return named.filter((row) => row.get('video_id') !== null);
}
