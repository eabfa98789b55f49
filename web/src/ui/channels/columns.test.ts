import { expect, test } from 'vitest';
import type { Outcome } from '../../types';
import { columnsOf } from './columns';

function titles(kinds: readonly string[], lifetimeCounts: 'yes' | 'no'): string[] {
  const counts = new Map(kinds.map((kind) => [kind, { rows: 1 }]));
  const outcome = { counts, diagnostics: { lifetimeCounts } } as unknown as Outcome;
  return columnsOf(outcome).map(({ title }) => title);
}

test('channels have no sums of lifetime counts, and no gaps without upload days', () => {
  const gaps = ['Missing', 'Missing video-days', 'Gaps'];
  expect(titles(['monthly', 'gapsRanges'], 'no')).toEqual([...gaps, 'Videos', 'Views']);
  expect(titles(['monthly', 'gapsRanges'], 'yes')).toEqual([...gaps, 'Videos']);
  expect(titles(['monthly'], 'no')).toEqual(['Videos', 'Views']);
  expect(titles(['gapsRanges'], 'no')).toEqual([...gaps, 'Videos']);
});
