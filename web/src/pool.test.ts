import { afterEach, describe, expect, test } from 'vitest';
import { cancelled, DaytallyError } from './errors';
import { broadcast, Pool, type Team } from './pool';
import { fakeFile } from './testing/fake_file';
import { PortWorker } from './testing/port_worker';

const workers: PortWorker[] = [];
const pools: Pool[] = [];

function start(size = 2, compile = async () => ({}) as WebAssembly.Module): Pool {
  const spawn = () => {
    const worker = new PortWorker();
    workers.push(worker);
    return worker as unknown as Worker;
  };
  const pool = new Pool(size, spawn, compile);
  pools.push(pool);
  return pool;
}

afterEach(() => {
  for (const pool of pools.splice(0)) pool.dispose();
  workers.length = 0;
});

const slow = fakeFile('slow', { groups: [3_000_000], slow: 20 });
const task = { file: 0, rowGroup: 0, rows: 3_000_000, bytes: 1 };

describe('a pool', () => {
  test('starts a worker when it is first called, with the files', async () => {
    const pool = start();
    pool.register([{ path: 'a', blob: fakeFile('a', { groups: [5, 6] }) }]);
    expect(workers).toHaveLength(0);
    const summary = await pool.call(1, 'footer', 0);
    expect(summary.rows).toBe(11);
    expect(workers).toHaveLength(1);
    await pool.call(0, 'footer', 0);
    expect(workers).toHaveLength(2);
  });

  test('passes on what a call throws, with its code and location', async () => {
    const pool = start();
    pool.register([{ path: 'bad.parquet', blob: new Blob(['?']) }]);
    await expect(pool.call(0, 'footer', 0)).rejects.toMatchObject({
      name: 'DaytallyError',
      code: 'not_parquet',
      location: { file: 'bad.parquet' },
    });
    expect(workers[0]?.terminated).toBe(false);
  });

  test('rejects a call whose worker dies, reports it, and replaces the worker', async () => {
    const pool = start();
    pool.register([{ path: 'slow', blob: slow }]);
    const crashes: string[] = [];
    pool.onCrash = ({ code }) => crashes.push(code);
    await pool.call(0, 'footer', 0);
    const folding = pool.call(0, 'fold', [task]);
    workers[0]?.die();
    await expect(folding).rejects.toMatchObject({ code: 'crashed' });
    expect(crashes).toEqual(['crashed']);
    await pool.call(0, 'footer', 0);
    expect(workers).toHaveLength(2);
  });

  test('ends and replaces a worker in which WebAssembly trapped', async () => {
    const pool = start();
    pool.register([{ path: 'trap', blob: fakeFile('trap', { groups: [1], trap: 0 }) }]);
    await pool.call(0, 'footer', 0);
    const folding = pool.call(0, 'fold', [{ file: 0, rowGroup: 0, rows: 1, bytes: 1 }]);
    await expect(folding).rejects.toMatchObject({ code: 'crashed', location: { file: 'trap' } });
    expect(workers[0]?.terminated).toBe(true);
    expect((await pool.call(0, 'footer', 0)).rows).toBe(1);
  });

  test('ends every worker on renewal, also one that is only starting', async () => {
    let compiled = (_: WebAssembly.Module) => {};
    const compile = () =>
      new Promise<WebAssembly.Module>((resolve) => {
        compiled = resolve;
      });
    const pool = start(2, compile);
    pool.register([{ path: 'slow', blob: slow }]);
    const starting = pool.call(0, 'footer', 0);
    pool.renew(cancelled());
    compiled({} as WebAssembly.Module);
    await expect(starting).rejects.toMatchObject({ code: 'cancelled' });
    expect(workers).toHaveLength(0);
    await pool.call(0, 'footer', 0);
    const folding = pool.call(0, 'fold', [task]);
    pool.renew(cancelled());
    await expect(folding).rejects.toMatchObject({ code: 'cancelled' });
    expect(workers.every(({ terminated }) => terminated)).toBe(true);
  });

  test('tries to compile again after it failed', async () => {
    let fails = true;
    const pool = start(1, async () => {
      if (fails) throw new Error('no network');
      return {} as WebAssembly.Module;
    });
    await expect(pool.call(0, 'sampleFile')).rejects.toThrow('no network');
    fails = false;
    expect((await pool.call(0, 'sampleFile')).length).toBeGreaterThan(0);
  });

  test('reports what workers fold', async () => {
    const pool = start(1);
    pool.register([{ path: 'a', blob: fakeFile('a', { groups: [200_000] }) }]);
    let rows = 0;
    pool.onReport = (report) => {
      rows += report.rows;
    };
    await pool.call(0, 'fold', [{ file: 0, rowGroup: 0, rows: 200_000, bytes: 1 }]);
    await expect.poll(() => rows).toBe(200_000);
  });

  test('keeps an extra worker apart from the others', async () => {
    const pool = start(1);
    const extra = await pool.extra();
    pool.renew(cancelled());
    await extra.call('exportBegin', 'monthly', 'csv');
    expect((await extra.call('exportFinish')).length).toBeGreaterThan(0);
    extra.end(cancelled());
    await expect(extra.call('exportFinish')).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('starts no worker after its end', async () => {
    const pool = start(1);
    await pool.call(0, 'sampleFile');
    pool.dispose();
    expect(workers.every(({ terminated }) => terminated)).toBe(true);
    await expect(pool.call(0, 'sampleFile')).rejects.toMatchObject({ code: 'cancelled' });
    await expect(pool.extra()).rejects.toMatchObject({ code: 'cancelled' });
    expect(workers).toHaveLength(1);
  });
});

describe('broadcast', () => {
  const team = { size: 3 } as Team;
  const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  test('rejects as the first worker that rejects, in any order', async () => {
    const fetching = broadcast(team, async (worker) => {
      await later(worker === 1 ? 20 : 1);
      if (worker > 0) throw new DaytallyError('sum_overflow', `worker ${worker}`);
      return worker;
    });
    await expect(fetching).rejects.toThrow('worker 1');
    expect(await broadcast(team, async (worker) => worker)).toEqual([0, 1, 2]);
  });

  test('reports an ended worker at once', async () => {
    const fetching = broadcast(team, async (worker) => {
      if (worker === 2) throw new DaytallyError('crashed', 'worker 2');
      await new Promise(() => {});
    });
    await expect(fetching).rejects.toThrow('worker 2');
  });
});
