import type { Analyzer } from '../analyzer';
import type { Outcome, ResultKind, RowSource } from '../types';

/** Returns the rows of each result of an outcome. */
export function sourcesOf(analyzer: Analyzer, { counts }: Outcome): Map<ResultKind, RowSource> {
  const found = [...counts].flatMap(([kind, count]) => ('rows' in count ? [kind] : []));
  return new Map(found.map((kind) => [kind, analyzer.result(kind)]));
}
