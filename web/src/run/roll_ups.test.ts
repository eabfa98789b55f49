import {
  columnFromArray,
  dateDay,
  int64,
  tableFromColumns,
  tableToIPC,
  utf8,
} from '@uwdata/flechette';
import { expect, test } from 'vitest';
import type { Team } from '../pool';
import type { Dataset, Task } from '../types';
import { RollUps } from './roll_ups';

type Line = readonly [
  channel: string | null,
  day: number | null,
  rows: number,
  views: bigint | null,
];

/** Returns lines as the module does. */
function stream(lines: readonly Line[]): Uint8Array {
  const day = (days: number | null) => (days === null ? null : new Date(days * 86_400_000));
  const table = tableFromColumns({
    channel_id: columnFromArray(
      lines.map(([channel]) => channel),
      utf8(),
    ),
    date: columnFromArray(
      lines.map(([, days]) => day(days)),
      dateDay(),
    ),
    rows: columnFromArray(
      lines.map(([, , rows]) => BigInt(rows)),
      int64(),
    ),
    viewCount: columnFromArray(
      lines.map(([, , , views]) => views),
      int64(),
    ),
  });
  return tableToIPC(table, { format: 'stream' }) as Uint8Array;
}

const tasks: Task[] = [0, 1, 2].map((rowGroup) => ({ file: 0, rowGroup, rows: 10, bytes: 1 }));

/** Two workers, whose row groups have these lines; undefined for excluded ones. */
function team(groups: readonly (readonly Line[] | undefined)[], channels: (string | undefined)[]) {
  const requested: string[][] = [];
  const call = async (worker: number, name: string, ...input: unknown[]) => {
    if (name === 'calendar') {
      const own = channels.filter((_, at) => at % 2 === worker);
      return own.map((channelId) => ({ channelId, created: [], months: [], days: [] }));
    }
    const [place, , of] = input as [Task, string, string[]];
    requested.push(of);
    const lines = groups[place.rowGroup];
    return lines && stream(lines);
  };
  const done = () => ({ plan: { tasks } }) as unknown as Dataset;
  return { requested, rollUps: new RollUps({ size: 2, call } as unknown as Team, done) };
}

test('the parts of all row groups are added up exactly, and those that were read are counted', async () => {
  const max = 2n ** 63n - 1n;
  const { rollUps, requested } = team(
    [
      [
        ['b', 1, 2, max],
        ['b', 1, 0, 7n],
        ['a', 3, 1, null],
      ],
      undefined,
      [
        ['b', 1, 1, max],
        [null, null, 1, -1n],
        ['a', 3, 1, 4n],
      ],
    ],
    ['a', 'b'],
  );
  const shares: number[] = [];
  const found = await rollUps.views('v', { onProgress: (share) => shares.push(share) });
  expect(found).toEqual({
    days: [
      { channelId: null, day: null, rows: 1, views: -1n },
      { channelId: 'a', day: 3, rows: 2, views: 4n },
      { channelId: 'b', day: 1, rows: 3, views: 2n * max + 7n },
    ],
    read: { rows: 20, rowGroups: 2 },
    all: { rows: 30, rowGroups: 3 },
  });
  expect(requested).toEqual([
    ['a', 'b'],
    ['a', 'b'],
    ['a', 'b'],
  ]);
  expect(shares.at(-1)).toBe(1);
});

test('a video without a channel may be in any row group, and one that is in none is not looked for', async () => {
  const some = team([[], [], []], ['a', undefined]);
  expect((await some.rollUps.views('v')).read.rowGroups).toBe(3);
  expect(some.requested).toEqual([[], [], []]);
  const none = team([[], [], []], []);
  expect((await none.rollUps.views('v')).read.rowGroups).toBe(0);
  expect(none.requested).toEqual([]);
});

test('a search that is aborted ends', async () => {
  const { rollUps, requested } = team([[], [], []], ['a']);
  const abort = new AbortController();
  const found = rollUps.views('v', { signal: abort.signal, onProgress: () => abort.abort() });
  await expect(found).rejects.toThrow();
  expect(requested.length).toBeLessThan(3);
});
