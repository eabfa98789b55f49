import type { Analyzer } from '../../analyzer';
import type { Outcome, Overview, ResultKind, RowSource } from '../../types';
import type { Answers } from '../../ui/results/answers';

/** Returns what the views request, from an analyzer. */
export function answersOf(analyzer: () => Analyzer): Answers {
  return {
    find: (kind, view, options) => analyzer().view(kind, view, options),
    estimateSize: (request) => analyzer().exportSize(request),
    videos: {
      find: (video) => analyzer().calendar(video),
      views: (video, options) => analyzer().rollUps.views(video, options),
    },
    channels: {
      list: (query) => analyzer().rollUps.list(query),
      heat: (grid) => analyzer().rollUps.heat(grid),
    },
    issueRows: (place) => analyzer().issueRows(place),
    manifest: async ({ kind, filter }) => {
      return `${JSON.stringify(await analyzer().manifest(kind, filter), null, 2)}\n`;
    },
  };
}

/** Returns the rows of each result of an outcome. */
export function sourcesOf(analyzer: Analyzer, { counts }: Outcome): Map<ResultKind, RowSource> {
  const found = [...counts].flatMap(([kind, count]) => (count.problem ? [] : [kind]));
  return new Map(found.map((kind) => [kind, analyzer.result(kind)]));
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
