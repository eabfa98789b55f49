import type { Overview, ResultKind } from '../../../web/src/types';
import { expect } from '../support/app';
import type { Table } from '../support/case';

/** Compares the sums of the overview with those of the oracle's rows. */
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
  let before = Number.NEGATIVE_INFINITY;
  for (const { first, last, active, missing } of found?.days ?? []) {
    expect(first).toBeGreaterThan(before);
    expect(last).toBeGreaterThanOrEqual(first);
    expect(active).toBeGreaterThan(0);
    expect(missing).toBeLessThanOrEqual(active);
    before = last;
  }
}

function tally(values: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
