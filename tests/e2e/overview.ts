import type { Overview, ResultKind } from '../../web/src/types';
import { expect } from './app';
import type { Table } from './case';

/** Checks the sums of the overview against the rows that the oracle expects of the results. */
export function expectOverview(
  expected: ReadonlyMap<ResultKind, Table>,
  found: Overview | undefined,
): void {
  const column = (kind: ResultKind, name: string): (string | null)[] | undefined => {
    const table = expected.get(kind);
    const at = table?.columns.findIndex((each) => each.name === name) ?? -1;
    return table?.rows.map((row) => row[at] as string | null);
  };
  const months = column('monthly', 'month');
  if (months) {
    const views = column('monthly', 'aggViewCount') ?? [];
    const sums = new Map<string, bigint>();
    for (const [at, month] of months.entries()) {
      const some = views[at];
      if (month === null || some === null || some === undefined) continue;
      sums.set(month, (sums.get(month) ?? 0n) + BigInt(some));
    }
    expect(found?.months.map(({ month, views }) => [month, views])).toEqual(
      [...sums].sort().map(([month, sum]) => [month, String(sum)]),
    );
  }
  const lengths = column('gapsRanges', 'days');
  if (lengths) {
    const counts = tally(lengths.map(Number));
    const known = found?.gapLengths.map(({ days, gaps }) => [days, gaps]);
    expect(known).toEqual([...counts].sort(([a], [b]) => a - b));
  }
  const missing = column('gapsDates', 'missing_date');
  if (missing) {
    const counts = tally(missing.map((day) => Date.parse(`${day}T00:00:00Z`) / 86_400_000));
    const days = found?.days ?? [];
    const known = days.flatMap(({ day, missing: videos }, at) => {
      if (videos === 0) return [];
      const until = days[at + 1]?.day ?? day;
      return Array.from({ length: until - day }, (_, after) => [day + after, videos]);
    });
    expect(known).toEqual([...counts].sort(([a], [b]) => a - b));
    for (const { alive, missing } of days) expect(missing).toBeLessThanOrEqual(alive);
    if (days.length > 0) expect(days.at(-1)).toMatchObject({ alive: 0, missing: 0 });
  }
}

function tally(values: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
