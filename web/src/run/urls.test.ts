import { afterEach, expect, test, vi } from 'vitest';
import { FakeHost } from '../testing/fake_host';
import { LocalTeam } from '../testing/local_team';
import type { InputFile, RunOptions, RunState, Selection } from '../types';
import { Run } from './run';

const options: RunOptions = { columns: {}, omitRoles: [], runDate: '2023-04-19' };
const url = 'https://data.example.org/views.parquet?signature=secret';
const selection: Selection = { files: [{ path: 'views.parquet', url }], ignored: [] };
const groups = Array.from({ length: 12 }, () => 10);
const bytes = new TextEncoder().encode(JSON.stringify({ groups }).padEnd(400_000));

function start() {
  const host = new FakeHost(bytes);
  vi.stubGlobal('fetch', host.fetch);
  const team = new LocalTeam(3);
  const pinned: InputFile[] = [];
  const pin = team.pin.bind(team);
  team.pin = (files) => {
    pinned.push(...files);
    pin(files);
  };
  const run = new Run(team, { memory: 2 ** 30, next: async () => 'folder' });
  const states: RunState[] = [];
  run.onChange = (state) => states.push(state);
  return { host, team, run, pinned, states };
}

afterEach(() => vi.unstubAllGlobals());

test('a run reads the files of URLs by ranges and opens each once', async () => {
  const { host, run, pinned, states } = start();
  await run.open(selection, options);
  expect(host.ranges).toEqual(['bytes=0-262143', 'bytes=0-399999']);
  expect(pinned).toMatchObject([{ version: { byteLength: 400_000, etag: '"1"' } }]);
  await run.start(options);
  expect(run.state).toMatchObject({ phase: 'done' });
  expect(run.layouts.layout('monthly')?.length).toBe(120);
  // The other workers read the footer, and none requests the size again.
  expect(host.ranges.filter((range) => range === 'bytes=0-262143')).toHaveLength(1);
  expect(host.ranges.filter((range) => range === 'bytes=0-399999')).toHaveLength(3);
  const reported = JSON.stringify(states, (_, value) =>
    value instanceof Map ? [...value] : value,
  );
  expect(reported.includes('"phase":"done"')).toBe(true);
  expect(/secret|data\.example/.test(reported)).toBe(false);
});

test('a run of a file that has changed since its footer was read has no results', async () => {
  const { host, run } = start();
  await run.open(selection, options);
  host.headers = { ETag: '"2"' };
  for (let i = 0; i < 2; i += 1) {
    await run.start(options);
    expect(run.state).toMatchObject({
      phase: 'failed',
      error: { code: 'io', message: 'views.parquet changed while it was read. Open it again.' },
    });
    expect(run.layouts.layout('monthly')).toBeUndefined();
  }
  await run.open(selection, options);
  await run.start(options);
  expect(run.layouts.layout('monthly')?.length).toBe(120);
});

test('a run sends one request to a host without ranges', async () => {
  const { host, run, pinned } = start();
  host.twist = () => host.whole();
  await run.open(selection, options);
  await run.start(options);
  expect(run.layouts.layout('monthly')?.length).toBe(120);
  expect(host.log).toHaveLength(1);
  expect(pinned).toMatchObject([{ path: 'views.parquet', blob: { size: 400_000 } }]);
});

test('a URL that cannot be read is skipped if others can be read', async () => {
  const { host, run } = start();
  const missing = { path: 'missing.parquet', url: 'https://data.example.org/missing.parquet' };
  host.twist = ({ url }) => (url === missing.url ? new Response(null, { status: 404 }) : undefined);
  await run.open({ files: [...selection.files, missing], ignored: [] }, options);
  expect(run.state).toMatchObject({ phase: 'ready', dataset: { files: 2 } });
  const { problems } = (run.state as Extract<RunState, { phase: 'ready' }>).dataset;
  expect(problems).toMatchObject([{ location: { file: 'missing.parquet' } }]);
  await run.start(options);
  expect(run.layouts.layout('monthly')?.length).toBe(120);
});

test('rows of the input that could not be fetched are fetched when requested again', async () => {
  const { host, team, run } = start();
  await run.open(selection, options);
  await run.start(options);
  const rows = () => team.call(0, 'combinedWindow', { file: 0, rowGroup: 1 }, {}, 0, 10);
  host.twist = () => new Response(null, { status: 404 });
  for (let i = 0; i < 2; i += 1) await expect(rows()).rejects.toMatchObject({ code: 'io' });
  host.twist = () => undefined;
  expect((await rows()).length).toBeGreaterThan(0);
  const requested = host.log.length;
  await rows();
  expect(host.log).toHaveLength(requested);
});

test('all files of a URL of a folder, or of a version, are refused', async () => {
  const { run } = start();
  const folder: Selection = { files: [{ path: 'views/', url: `${url}/` }], ignored: [] };
  await run.open(folder, { ...options, asFiles: true });
  const message = expect.stringContaining('views/ cannot be read: the files at a URL that ends');
  expect(run.state).toMatchObject({ phase: 'failed', error: { code: 'no_input', message } });
  await run.open(selection, { ...options, asFiles: true, tableVersion: 1 });
  expect(run.state).toMatchObject({ phase: 'failed', error: { code: 'invalid_option' } });
});
