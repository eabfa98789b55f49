import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { project } from '../scripts/run/environment.mjs';
import { keptFigures, together, withFigures } from './figures.mjs';
import { measure } from './program.mjs';
import { median, rounds } from './rounds.mjs';
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

describe('a target', () => {
  const met = (figures) => targets(figures).map(({ found, met }) => [found, met]);

  it('is met at its bound and not beyond', () => {
    const layout = (results) => ({ layouts: { daily: { threads: 2, results: seconds(results) } } });
    expect(met(layout({ page: 2, polars: 20 }))).toEqual([['10.0 ×', true]]);
    expect(met(layout({ page: 2.01, polars: 20 }))).toEqual([['9.95 ×', false]]);
    expect(met(layout({ page: 1.7, command: 1 }))).toEqual([['1.70 ×', false]]);
    expect(met(layout({ pageAgain: 1.3, command: 1 }))).toEqual([['1.30 ×', true]]);
    expect(met(layout({ command: 2.6, decode: 1 }))).toEqual([['2.60 ×', false]]);
    expect(met(layout({ combined: 5, copy: 2 }))).toEqual([['2.50 ×', true]]);
    expect(met(layout({ combined: 5.1, copy: 2 }))).toEqual([['2.55 ×', false]]);
    expect(met(layout({ combinedFromDisk: 4, copyFromDisk: 2 }))).toEqual([['2.00 ×', true]]);
    expect(met(layout({ command: 1, command1: 1.9 }))).toEqual([['1.90 ×', true]]);
  });

  it('counts what small files may cost besides', () => {
    const large = { files: 10, command: 1, page: 2 };
    const small = { files: 1010, command: 3, page: 4.1 };
    expect(met({ smallFiles: { large, small } })).toEqual([
      ['3.00 s', true],
      ['4.10 s', false],
    ]);
  });

  it('bounds the memory of what is saved in megabytes', () => {
    const saved = { bytes: 3e9, seconds: 50 };
    expect(met({ saved: { ...saved, memoryMiB: 286 } })).toEqual([['286 MiB', true]]);
    expect(met({ saved: { ...saved, memoryMiB: 287 } })).toEqual([['287 MiB', false]]);
    expect(met({ saved })).toEqual([]);
  });

  it('is left out where nothing was measured', () => {
    expect(targets({})).toEqual([]);
  });
});

describe('measuring', () => {
  it('takes turns and gives medians', async () => {
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

  it('sees the memory of a program, and why it failed', async () => {
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
