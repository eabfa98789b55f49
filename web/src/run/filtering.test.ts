import { expect, test } from 'vitest';
import type { Team } from '../pool';
import { isEverything } from '../results/place';
import type { Filter, Plan } from '../types';
import { layoutOf } from './filtering';

const task = { file: 0, rowGroup: 0, rows: 9, bytes: 1 };
const plan = { tasks: [task] } as unknown as Plan;

/** One worker that counts 2 rows of the input and 1 of the snapshot for any filter. */
function logged(calls: unknown[][]): Team {
  const call = async (_: number, name: string, ...input: unknown[]) => {
    calls.push([name, ...input]);
    return name === 'combinedRows' ? 2 : 1;
  };
  return { size: 1, call } as unknown as Team;
}

test.each<[Filter, boolean]>([
  [{}, true],
  [{ id: '', ids: [] }, true],
  [{ id: 'a' }, false],
  [{ ids: ['a'] }, false],
  [{ first: 0 }, false],
  [{ last: 0 }, false],
])('%j takes every row: %s', (filter, every) => {
  expect(isEverything(filter)).toBe(every);
});

test('a list of ids filters the input and the snapshot of the combined result', async () => {
  const calls: unknown[][] = [];
  const filter = { ids: ['a', 'b'], first: 19_000 };
  const searched = { team: logged(calls), plan, runDate: '2023-01-01' };
  const layout = await layoutOf(searched, 'combined', filter);
  expect(calls).toEqual([
    ['rows', 'snapshot', { ids: ['a', 'b'] }],
    ['combinedRows', task, filter],
  ]);
  expect(layout.length).toBe(3);
  const before = { ...searched, runDate: '2000-01-01' };
  expect((await layoutOf(before, 'combined', filter)).length).toBe(2);
});
