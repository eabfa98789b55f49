import { tableFromIPC } from '@uwdata/flechette';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeFile } from '../testing/fake_file';
import { PortWorker } from '../testing/port_worker';
import type { BatchOptions } from './batches';
import type { Data } from './data';
import { open } from './open';
import type { Progress } from './progress';
import type { Results } from './results';

const workers: { script: string; worker: FakeWorker }[] = [];
let fetched: string[] = [];

class FakeWorker extends PortWorker {
  constructor(script: string | URL) {
    super();
    workers.push({ script: String(script), worker: this });
  }
}

beforeEach(() => {
  fetched = [];
  workers.length = 0;
  vi.stubGlobal('Worker', FakeWorker);
  vi.stubGlobal('location', new URL('https://page.example/sub/'));
  vi.stubGlobal('document', { baseURI: 'https://page.example/sub/' });
  vi.stubGlobal('navigator', { hardwareConcurrency: 2 });
  vi.stubGlobal('fetch', async (fetchedUrl: string) => {
    fetched.push(fetchedUrl);
    return answer(200);
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** The response of `fetch`: the smallest module. */
function answer(status: number): Response {
  return new Response(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0), { status });
}

const file = fakeFile('a.parquet', { groups: [100, 200, 300] });
const slow = fakeFile('slow.parquet', { groups: [3_000_000], slow: 20 });

async function analyzed(): Promise<{ data: Data; results: Results }> {
  const data = await open([file], { workers: 2 });
  return { data, results: await data.analyze({ runDate: '2023-04-19' }) };
}

describe('opening and analyzing', () => {
  test('goes from a file to rows, and reports progress', async () => {
    const phases: Progress['phase'][] = [];
    const onProgress = ({ phase }: Progress) => {
      if (phases.at(-1) !== phase) phases.push(phase);
    };
    const data = await open(file, { workers: 2, onProgress });
    expect(data.dataset.plan.rows).toBe(600);
    const results = await data.analyze({
      runDate: '2023-04-19',
      provider: 'simulator',
      onProgress,
    });
    expect(phases).toEqual(['footers', 'scanning', 'merging', 'snapshot']);
    expect(results.length('monthly')).toBe(600);
    const { rows } = await results.rows('monthly', 599, 700);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.[3]).toBeTypeOf('bigint');
    expect(results.diagnostics.endDate).toBe('2023-04-18');
    await data.close();
  });

  test('returns a window that several workers hold as one Arrow stream', async () => {
    const { results } = await analyzed();
    const table = tableFromIPC(await results.arrow('monthly', 250, 350));
    expect(table.numRows).toBe(100);
    const { rows } = await results.rows('monthly', 250, 350);
    expect(table.getChild('video_id').toArray()).toEqual(rows.map((row) => row[1]));
    expect(tableFromIPC(await results.arrow('monthly', 600, 700)).numCols).toBe(4);
  });

  test('reads results in batches, with some columns, filtered and sorted', async () => {
    const { results } = await analyzed();
    const { rows } = await results.rows('monthly', 0, 600);
    const read = async (options: BatchOptions) => {
      const tables = [];
      for await (const stream of results.batches('monthly', options)) {
        tables.push(tableFromIPC(stream, { useBigInt: true }));
      }
      return tables;
    };
    const all = await read({ batchRows: 250 });
    expect(all.map(({ numRows }) => numRows)).toEqual([250, 250, 100]);
    expect(all.flatMap((table) => [...table.getChild('aggViewCount').toArray()])).toEqual(
      rows.map((row) => row[3]),
    );
    const [some] = await read({ columns: ['aggViewCount', 'video_id'] });
    expect(some?.names).toEqual(['aggViewCount', 'video_id']);
    expect(some?.toArray().map(Object.values)).toEqual(rows.map((row) => [row[3], row[1]]));
    const misspelt = read({ columns: ['aggViews'] });
    await expect(misspelt).rejects.toMatchObject({ code: 'invalid_option' });
    await expect(misspelt).rejects.toThrow('aggViewCount');
    expect(() => results.batches('monthly', { column: 'a' } as never)).toThrow('columns');
    expect(() => results.batches('weekly' as never)).toThrow('monthly');
    await expect(read({ signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });

  test('stops reading batches when it is aborted or the results are gone', async () => {
    const { data, results } = await analyzed();
    const abort = new AbortController();
    const batches = results.batches('monthly', { batchRows: 100, signal: abort.signal });
    expect((await batches.next()).done).toBe(false);
    abort.abort();
    await expect(batches.next()).rejects.toMatchObject({ code: 'cancelled' });
    const others = results.batches('monthly', { batchRows: 100 });
    await others.next();
    await data.analyze({ runDate: '2023-04-19', endDate: '2023-05-01' });
    await expect(others.next()).rejects.toMatchObject({ code: 'no_result' });
  });

  test('reads the data once for other dates', async () => {
    const { data, results } = await analyzed();
    const later = await data.analyze({ runDate: '2023-04-19', endDate: '2023-05-01' });
    expect(later.diagnostics).toMatchObject({ endDate: '2023-05-01', endDateGiven: true });
    expect(later.figures.reads).toBe(results.figures.reads);
    const zoned = await data.analyze({ runDate: '2023-04-19', timezone: 'Asia/Kolkata' });
    expect(zoned.figures.reads).not.toBe(results.figures.reads);
    expect(zoned.options.timezone).toBe('Asia/Kolkata');
    // Results of an earlier analysis are not mistaken for those of the last one.
    await expect(results.rows('monthly', 0, 1)).rejects.toMatchObject({ code: 'no_result' });
    expect((await zoned.rows('monthly', 0, 1)).rows).toHaveLength(1);
  });

  test('keeps the choices that were given when it was opened', async () => {
    const choices = { columns: { viewCount: 'viewCount' }, dateFormats: { date: '%d/%m/%Y' } };
    const data = await open(file, { workers: 1, timezone: 'Asia/Kolkata', ...choices });
    const { options } = await data.analyze();
    expect(options).toMatchObject({ timezone: 'Asia/Kolkata', ...choices });
    await data.close();
  });

  test('the run date is today in the zone of the browser', async () => {
    const data = await open(file, { workers: 1 });
    // At any moment one of them has another date than UTC.
    for (const timeZone of ['Pacific/Kiritimati', 'Etc/GMT+12']) {
      vi.stubEnv('TZ', timeZone);
      const written = new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date());
      expect((await data.analyze()).options.runDate).toBe(written);
    }
    await data.close();
  });

  test('refuses invalid windows of rows', async () => {
    const { results } = await analyzed();
    for (const [start, end] of [
      [-1, 2],
      [3, 2],
      [0.5, 2],
      [0, Number.NaN],
    ] as const) {
      await expect(results.arrow('monthly', start, end)).rejects.toMatchObject({
        code: 'invalid_option',
      });
    }
  });
});

describe('failures', () => {
  test('an abort ends the analysis, and the data can be analyzed again', async () => {
    const data = await open(slow, { workers: 1 });
    const abort = new AbortController();
    const running = data.analyze({ signal: abort.signal, onProgress: () => abort.abort() });
    await expect(running).rejects.toMatchObject({ name: 'DaytallyError', code: 'cancelled' });
    await expect(data.analyze({ signal: abort.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect((await data.analyze()).length('monthly')).toBe(3_000_000);
  });

  test('another analysis ends the one before', async () => {
    const data = await open(slow, { workers: 1 });
    const first = data.analyze();
    const second = data.analyze({ endDate: '2023-05-01' });
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    expect((await second).options.endDate).toBe('2023-05-01');
  });

  test('an abort ends the opening, also while a folder is walked', async () => {
    const never: AsyncIterableIterator<FileSystemHandle> = {
      next: () => new Promise(() => {}),
      [Symbol.asyncIterator]() {
        return this;
      },
    } as AsyncIterableIterator<FileSystemHandle>;
    const folder = { kind: 'directory', name: 'views', values: () => never };
    const signal = AbortSignal.timeout(20);
    const opening = open(folder as unknown as FileSystemDirectoryHandle, { signal });
    await expect(opening).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('an unreadable source rejects with its code and leaves no worker', async () => {
    const text = new File(['?'], 'text.parquet');
    await expect(open(text, { workers: 1 })).rejects.toMatchObject({
      code: 'not_parquet',
      location: { file: 'text.parquet' },
    });
    const both = open([text, new Blob(['?'])], { workers: 1 });
    await expect(both).rejects.toMatchObject({ code: 'no_input' });
    await expect(both).rejects.toThrow('The first: ');
    await expect(open([], { workers: 1 })).rejects.toMatchObject({ code: 'no_input' });
    const wrong = open([3 as unknown as Blob], { workers: 1 });
    await expect(wrong).rejects.toMatchObject({ code: 'invalid_option' });
    await expect(wrong).rejects.toThrow('Source 1 is 3');
    expect(workers.every(({ worker }) => worker.terminated)).toBe(true);
  });

  test('closed data answers nothing and runs nothing', async () => {
    const { data, results } = await analyzed();
    await data[Symbol.asyncDispose]();
    await data.close();
    const started = workers.length;
    expect(workers.every(({ worker }) => worker.terminated)).toBe(true);
    await expect(data.analyze()).rejects.toMatchObject({ code: 'closed' });
    await expect(results.rows('monthly', 0, 1)).rejects.toMatchObject({ code: 'closed' });
    await expect(results.overview()).rejects.toMatchObject({ code: 'closed' });
    expect(workers).toHaveLength(started);
  });

  test('a worker that dies loses the results, which is reported', async () => {
    const { results } = await analyzed();
    workers.at(-1)?.worker.die();
    await expect(results.rows('monthly', 0, 1)).rejects.toMatchObject({ code: 'crashed' });
  });
});

describe('the URLs of the worker and the module', () => {
  test('are those that the host sets, relative to its page', async () => {
    const data = await open(file, { workers: 1, workerUrl: 'w.js', wasmUrl: '/m.wasm' });
    expect(workers[0]?.script).toBe('https://page.example/sub/w.js');
    expect(fetched).toEqual(['https://page.example/m.wasm']);
    await data.close();
  });

  test('a worker of another origin is imported by one of our own', async () => {
    let script: Blob | undefined;
    vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
      script = blob as Blob;
      return 'blob:https://page.example/1';
    });
    const data = await open(file, { workers: 2, workerUrl: 'https://cdn.example/w.js' });
    await data.analyze();
    expect(workers.map((each) => each.script)).toEqual(
      Array.from(workers, () => 'blob:https://page.example/1'),
    );
    expect(workers.length).toBeGreaterThan(1);
    expect(await script?.text()).toBe('import "https://cdn.example/w.js";');
    await data.close();
  });

  test('are named if nothing is there', async () => {
    vi.stubGlobal('fetch', async () => answer(404));
    const lost = open(file, { workers: 1, wasmUrl: 'lost.wasm' });
    await expect(lost).rejects.toMatchObject({ code: 'not_loaded' });
    await expect(lost).rejects.toThrow('https://page.example/sub/lost.wasm, but the server');
  });

  test('are named if no worker starts from them', async () => {
    class Unstarted extends PortWorker {
      override postMessage(): void {
        queueMicrotask(() => this.dispatchEvent(new Event('error')));
      }
    }
    vi.stubGlobal('Worker', Unstarted);
    const lost = open(file, { workers: 1, workerUrl: 'lost.js' });
    await expect(lost).rejects.toMatchObject({ code: 'not_loaded' });
    await expect(lost).rejects.toThrow('https://page.example/sub/lost.js');
  });
});
