import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { project } from '../scripts/run/environment.mjs';
import { keptFigures, together, withFigures } from './figures.mjs';
import { measure } from './program.mjs';
import { median, rounds } from './rounds.mjs';
import { bucket, serveStore } from './store/server.mjs';
import { targets } from './targets.mjs';

const seconds = (results) =>
  Object.fromEntries(Object.entries(results).map(([name, value]) => [name, { seconds: value }]));

describe('the figures that are kept', () => {
  it('are those of docs/benchmarks.md', () => {
    const text = readFileSync(join(project, 'docs', 'benchmarks.md'), 'utf8');
    expect(withFigures(text, keptFigures())).toBe(text);
  });

  it('join with those of another run on the same machine', () => {
    const layout = (rows) => ({ rows, results: {} });
    const before = { machine: 1, big: 'old', layouts: { clustered: layout(5), daily: layout(9) } };
    const now = { machine: 1, layouts: { daily: layout(5) } };
    expect(together(before, now)).toEqual({
      machine: 1,
      big: 'old',
      layouts: { clustered: layout(5), daily: layout(5) },
    });
    expect(together(before, { machine: 2, layouts: {} })).toEqual({ machine: 2, layouts: {} });
    const larger = together(before, { machine: 1, layouts: { clustered: layout(10) } });
    expect(larger.layouts).toEqual({ clustered: layout(10) });
  });
});

describe('the store', () => {
  it('lists its objects and sends ranges of them', async () => {
    const file = join(project, 'package.json');
    const whole = readFileSync(file);
    const store = await serveStore([file], { latency: 0, rate: 1e9, connections: 2 });
    try {
      const url = `http://${store.host}/${bucket}`;
      const listed = await (await fetch(`${url}?list-type=2&prefix=pack`)).text();
      expect(listed).toContain(`<Key>package.json</Key>`);
      expect(listed).toContain(`<Size>${whole.length}</Size>`);
      const part = await fetch(`${url}/package.json`, { headers: { Range: 'bytes=5-14' } });
      expect(part.headers.get('content-range')).toBe(`bytes 5-14/${whole.length}`);
      expect(Buffer.from(await part.arrayBuffer())).toEqual(whole.subarray(5, 15));
      const last = await fetch(`${url}/package.json`, { headers: { Range: 'bytes=-8' } });
      expect(Buffer.from(await last.arrayBuffer())).toEqual(whole.subarray(-8));
      expect((await fetch(`${url}/none`)).status).toBe(404);
    } finally {
      await store.close();
    }
  });
});

describe('a target', () => {
  const met = (figures) => targets(figures).map(({ found, met }) => [found, met]);

  it('is met at its bound and not beyond', () => {
    const layout = (results) => ({ layouts: { daily: { threads: 2, results: seconds(results) } } });
    expect(met(layout({ page: 2, polars: 12 }))).toEqual([['6.00 ×', true]]);
    expect(met(layout({ pageAgain: 2.01, polars: 12 }))).toEqual([['5.97 ×', false]]);
    expect(met(layout({ command: 1, polars: 12 }))).toEqual([['12.0 ×', true]]);
    expect(met(layout({ command: 2.2, decode: 1 }))).toEqual([['2.20 ×', true]]);
    expect(met(layout({ command: 2.3, decode: 1 }))).toEqual([['2.30 ×', false]]);
    expect(met(layout({ combined: 5, copy: 2 }))).toEqual([['2.50 ×', true]]);
    expect(met(layout({ combined: 5.1, copy: 2 }))).toEqual([['2.55 ×', false]]);
    expect(met(layout({ combinedFromDisk: 4, copyFromDisk: 2 }))).toEqual([['2.00 ×', true]]);
    expect(met(layout({ command: 1, command1: 1.9 }))).toEqual([['1.90 ×', true]]);
  });

  it('allows a fixed time for each small file', () => {
    const large = { files: 10, command: 1, page: 2 };
    const small = { files: 1010, command: 3, page: 4.1 };
    expect(met({ smallFiles: { large, small } })).toEqual([
      ['3.00 s', true],
      ['4.10 s', false],
    ]);
  });

  it('bounds a store by the transfer or the local run, whichever is longer', () => {
    const store = { rows: 1e8, needed: 100, transfer: 2, fetched: { command: 109 }, latency: 50 };
    const results = seconds({ local: 1, command: 3, polars: 2, duckdb: 6 });
    expect(met({ store: { ...store, rate: 2e8, results } })).toEqual([
      ['3.00 s', true],
      ['1.09 ×', false],
      ['0.67 ×', false],
      ['2.00 ×', true],
    ]);
  });

  it('bounds the memory of what is saved in megabytes', () => {
    const saved = { bytes: 3e9, seconds: 50 };
    expect(met({ saved: { ...saved, memoryMiB: 286 } })).toEqual([['286 MiB', true]]);
    expect(met({ saved: { ...saved, memoryMiB: 287 } })).toEqual([['287 MiB', false]]);
    expect(met({ saved })).toEqual([]);
  });

  it('is skipped if nothing was measured', () => {
    expect(targets({})).toEqual([]);
  });
});

describe('measuring', () => {
  it('takes turns and returns medians', async () => {
    const order = [];
    const contestant = (name, times) => () => {
      order.push(name);
      return { seconds: times.shift(), memory: times.length * 2 ** 20 };
    };
    const found = await rounds(
      3,
      { a: contestant('a', [3, 1, 2]), b: contestant('b', [5, 5, 9]) },
      () => {},
    );
    expect(order.join('')).toBe('ababab');
    expect(found.a).toEqual({ seconds: 2, all: [3, 1, 2], memoryMiB: 2 });
    expect(found.b.seconds).toBe(5);
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  it('measures the memory of a program, and reports why one failed', async () => {
    const hold = 'const held = Buffer.alloc(200 << 20, 1); setTimeout(() => held, 300)';
    const { memory, seconds } = await measure(process.execPath, ['-e', hold]);
    expect(seconds).toBeGreaterThan(0.3);
    if (process.platform === 'linux') {
      expect(memory).toBeGreaterThan(200 * 2 ** 20);
      expect(memory).toBeLessThan(500 * 2 ** 20);
    }
    const failing = measure(process.execPath, ['-e', 'console.error("no"); process.exit(3)']);
    await expect(failing).rejects.toMatchObject({ message: /ended with 3/, advice: 'no' });
  });
});
