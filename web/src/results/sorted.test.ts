import { tableFromArrays, tableToIPC } from '@uwdata/flechette';
import { expect, test } from 'vitest';
import type { Team } from '../pool';
import type { SortPass } from '../rpc/sorting';
import { combinedLayout, everything } from './place';
import { SortedRows } from './sorted';

const rows = 1_000_000;
const tasks = Array.from({ length: 12 }, (_, rowGroup) => ({ file: 0, rowGroup, rows, bytes: 1 }));
const layout = combinedLayout(
  tasks,
  tasks.map(() => rows),
  everything,
  [0, 0],
  everything,
);

/** Two workers that report each pass; all windows have one row. */
function team(onPass: (pass: SortPass, segments: number) => void): Team {
  const window = tableToIPC(tableFromArrays({ video_id: ['a'] }), { format: 'stream' });
  const answers: Record<string, (worker: number, ...input: unknown[]) => unknown> = {
    sortedWindow: (_, name) => (known.has(name) ? window : undefined),
    sortPart: (_, name) => void known.add(name),
    sortPass(worker, pass, segments) {
      if (worker === 1) onPass(pass as SortPass, (segments as unknown[]).length);
      const { find, ...rest } = pass as SortPass & { parts?: number };
      const counts = new Float64Array(rest.parts ?? 0).fill(1);
      return { keys: new Uint8Array(), counts, streams: find === 'part' ? [new Uint8Array()] : [] };
    },
  };
  const known = new Set<unknown>();
  const call = async (worker: number, name: string, ...input: unknown[]) => {
    return answers[name]?.(worker, ...input);
  };
  return { size: 2, call } as unknown as Team;
}

test('reports progress with the first rows, in steps of many row groups', async () => {
  const steps: string[] = [];
  const shares: number[] = [];
  const looked = team(({ find }, segments) => steps.push(`${find} ${segments}`));
  const { signal } = new AbortController();
  const sorted = new SortedRows(looked, layout, {
    column: 0,
    signal,
    onProgress: (share) => shares.push(share),
  });
  await sorted.read(0, 1);
  expect(steps).toEqual(['sample 3', 'sample 3', 'part 3', 'part 3']);
  expect(shares).toEqual([...shares].sort());
  expect(shares.slice(-1)).toEqual([1]);
  expect(shares).toContain(0.5);
  const reported = shares.length;
  await sorted.read(sorted.length - 1, sorted.length);
  expect(shares).toHaveLength(reported);
});

test('ends between two steps when it is aborted', async () => {
  const steps: string[] = [];
  const abort = new AbortController();
  const looked = team(({ find }) => {
    steps.push(find);
    if (steps.length === 3) abort.abort();
  });
  const sorted = new SortedRows(looked, layout, { column: 0, signal: abort.signal });
  await expect(sorted.read(0, 1)).rejects.toThrow();
  expect(steps).toEqual(['sample', 'sample', 'part']);
});
