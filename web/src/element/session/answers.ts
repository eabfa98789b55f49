import type { Analyzer } from '../../analyzer';
import type { Outcome, Overview, ResultKind, RowSource, Rows } from '../../types';
import type { Answers } from '../../ui/results/answers';

/** How many rows are searched for an interesting video. */
const looked = 500;

/** Returns what the views request, from an analyzer. */
export function answersOf(analyzer: () => Analyzer): Answers {
  return {
    find: (kind, view, options) => analyzer().view(kind, view, options),
    estimateSize: ({ kind, format, filter }) => analyzer().exportSize(kind, format, filter),
    videos: {
      find: (video) => analyzer().calendar(video),
      views: (video, options) => analyzer().rollUps.views(video, options),
      first: () => firstVideo(analyzer()),
    },
    channels: {
      list: (query) => analyzer().rollUps.list(query),
      heat: (grid) => analyzer().rollUps.heat(grid),
    },
    oddRows: (place) => analyzer().oddRows(place),
    manifest: async ({ kind, filter }) => {
      return `${JSON.stringify(await analyzer().manifest(kind, filter), null, 2)}\n`;
    },
  };
}

/** Returns the rows of each result of an outcome. */
export function sourcesOf(analyzer: Analyzer, { counts }: Outcome): Map<ResultKind, RowSource> {
  const found = [...counts].flatMap(([kind, count]) => ('rows' in count ? [kind] : []));
  return new Map(found.map((kind) => [kind, analyzer.result(kind)]));
}

/**
 * Returns a video with a gap between days with data, else with any gap, else any; none without ids.
 */
async function firstVideo(analyzer: Analyzer): Promise<string | undefined> {
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

/** Makes an overview once for each run, end date and choice of outages. */
export function once(
  outcomeOf: () => Outcome | undefined,
  make: () => Promise<Overview>,
): () => Promise<Overview> {
  let last: { of: readonly unknown[]; found: Promise<Overview> } | undefined;
  return () => {
    const outcome = outcomeOf();
    const { excludeOutages, outageShare } = outcome?.options ?? {};
    const of = [outcome?.reads, outcome?.diagnostics.endDate, excludeOutages, outageShare];
    if (last && of.every((each, at) => each === last?.of[at])) return last.found;
    const found = make();
    last = { of, found };
    // The next request tries again.
    found.catch(() => {
      if (last?.found === found) last = undefined;
    });
    return found;
  };
}
