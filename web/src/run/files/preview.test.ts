import { expect, test } from 'vitest';
import { fakeFile } from '../../testing/fake_file';
import { LocalTeam } from '../../testing/local_team';
import type { FileSummary, Plan, RunOptions } from '../../types';
import { Run } from '../run';
import { Preview, total } from './preview';
import { schemaOf, videosWithin } from './schema';

const options: RunOptions = { columns: {}, omitRoles: [], runDate: '2023-04-19' };

async function opened(...files: File[]) {
  const team = new LocalTeam(2);
  const run = new Run(team, { memory: 2 ** 30, next: async () => 'folder' });
  await run.open({ files: files.map((blob) => ({ path: blob.name, blob })), ignored: [] }, options);
  return { run, preview: new Preview(team, run, 2 ** 30) };
}

test('sums of workers are exact and in the order of the months', () => {
  const huge = '9007199254740993000';
  const found = total([
    { rows: 2, months: [{ month: '2023-02', views: huge }], took: 3 },
    {
      rows: 5,
      months: [
        { month: '2022-12', views: '-7' },
        { month: '2023-02', views: '1' },
      ],
      took: 9,
    },
  ]);
  expect(found.rows).toBe(7);
  expect(found.took).toBe(9);
  expect(found.months).toEqual([
    { month: '2022-12', views: '-7' },
    { month: '2023-02', views: '9007199254740993001' },
  ]);
});

test('the rows so far are those that were read, and all in the end', async () => {
  const { run, preview } = await opened(
    fakeFile('a.parquet', { groups: [200_000, 300_000, 400_000, 100_000], slow: 35 }),
  );
  const rows: number[] = [];
  const running = run.start(options);
  while (run.state.phase !== 'done') {
    const found = await preview.soFar().catch(() => undefined);
    if (found) {
      rows.push(found.rows);
      expect(found.months).toEqual(
        found.rows > 0 ? [{ month: '2023-04', views: String(found.rows) }] : [],
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await running;
  expect(rows.length).toBeGreaterThan(2);
  expect(rows).toEqual([...rows].sort((a, b) => a - b));
  expect(rows.at(-1)).toBeLessThanOrEqual(1_000_000);
  await expect(preview.soFar()).rejects.toMatchObject({ code: 'cancelled' });
});

test('values are those of the first file that has rows, and of a key of many folders', async () => {
  const columns = ['a', 'key'];
  const { preview } = await opened(
    fakeFile('key=1', { groups: [0], columns }),
    fakeFile('key=2', { groups: [0, 7], columns }),
    fakeFile('key=3', { groups: [7], columns }),
  );
  expect(await preview.values('a')).toEqual(['a of key=2']);
  expect(await preview.values('nothing')).toEqual([]);
});

test('first rows are those of a file, and none of a column that it lacks', async () => {
  const { run, preview } = await opened(
    fakeFile('two', { groups: [0, 7], columns: ['a'] }),
    fakeFile('one', { groups: [0], columns: ['a', 'b'] }),
    fakeFile('ten', { groups: [1], columns: ['a', 'b'] }),
  );
  if (!('dataset' in run.state) || !run.state.dataset) throw new Error(run.state.phase);
  // The files of a plan are in the order of a run; one without rows has none to show.
  const { plan, ...rest } = run.state.dataset;
  expect(preview.files({ ...rest, plan: { ...plan, files: [1, 2, 0] } })).toEqual(['ten', 'two']);
  const expected = [0, 1, 2, 3, 4].map((row) => `row ${row} of a of two`);
  expect(await preview.rows('a', 'two')).toEqual(expected);
  expect(await preview.rows('b', 'two')).toEqual([]);
});

const summary = (file: number, columns: FileSummary['columns'], columnBytes: number[]) => ({
  file,
  path: '',
  bytes: 0,
  rows: 100,
  columns,
  rowGroups: [{ rows: 100, columnBytes }],
});
const column = (name: string, type = 'text', source = 'file') => {
  return { name, type, source, kind: 'text' } as FileSummary['columns'][number];
};

test('a schema has each column once, even if its type differs between files', () => {
  const files = [
    summary(0, [column('b', 'int64'), column('a')], [1, 1]),
    summary(
      1,
      [column('a'), column('b', 'text'), column('k', 'text in the path', 'path')],
      [1, 1, 0],
    ),
  ];
  const found = schemaOf(files);
  expect(found.map(({ name, types, inPath }) => [name, types, inPath])).toEqual([
    ['a', ['text'], false],
    ['b', ['int64', 'text'], false],
    ['k', ['text in the path'], true],
  ]);
});

test('the number of videos is bounded by the rows per day and the bytes of the ids', () => {
  const files = [summary(0, [column('v')], [240]), summary(1, [column('v')], [8_000])];
  const plan = {
    rows: 200,
    files: [0, 1],
    roles: [{ role: 'videoId', column: 'v', reason: '' }],
    firstDay: '2023-02-25',
    lastDay: '2023-03-06',
  } as unknown as Plan;
  expect(videosWithin(plan, files)).toEqual({ least: 20, most: 130 });
  expect(videosWithin({ ...plan, files: [0], rows: 100 }, files)).toEqual({ least: 10, most: 30 });
});
