import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endJobs, Job, makeDataset, wrongRows } from './job';
import { answering, type FaultKind, failing, faultKinds } from './server/options';

const folder = mkdtempSync(join(tmpdir(), 'daytally-faults-'));
const dataset = join(folder, 'views.parquet');
const videos = 1000;

beforeAll(() => makeDataset(dataset, videos));
afterAll(endJobs);
afterAll(() => rmSync(folder, { recursive: true }));

/** Returns the output of a run without faults. */
async function withoutFaults(): Promise<Buffer> {
  const job = await Job.start(dataset);
  const { code, stderr } = await job.run('youtube');
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(job.server.record.calls).toHaveLength(videos / 50);
  expect(wrongRows(job.rows)).toEqual([]);
  expect(job.rows).toHaveLength(videos);
  return job.bytes;
}

test.concurrent('counts above 2^53 are exact, whether text or numbers', async () => {
  const bytes = await withoutFaults();
  const job = await Job.start(dataset);
  await job.run('http');
  const large = job.rows.filter(({ views }) => BigInt(views) > 2n ** 53n);
  expect(large.length).toBeGreaterThan(videos / 20);
  expect(wrongRows(job.rows)).toEqual([]);
  expect(job.bytes.equals(bytes)).toBe(true);
});

const each = faultKinds.flatMap((kind): ['youtube' | 'http', FaultKind][] => {
  return [
    ['youtube', kind],
    ['http', kind],
  ];
});

test.concurrent.each(each)('%s writes the same bytes with the fault %s', async (provider, kind) => {
  const faults = { share: 0.25, kinds: [kind], seed: 5 };
  const job = await Job.start(dataset, { faults });
  const { code, stderr, stdout } = await job.run(provider, ['--json']);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(job.bytes.equals(await withoutFaults())).toBe(true);
  expect(job.files).toEqual(['out.csv']);
  const { record } = job.server;
  expect(record.repeatedIds).toEqual([]);
  const failed = record.calls.filter(({ fate }) => fate === kind).length;
  expect(failed > 0).toBe(failing.includes(kind as (typeof failing)[number]));
  const { calls, failures, units, known, unanswered } = JSON.parse(stdout).figures;
  expect({ calls, failures, units, known, unanswered }).toEqual({
    calls: record.calls.length,
    failures: failed,
    units: record.calls.length,
    known: 0,
    unanswered: 0,
  });
});

test.concurrent('batchGetStats writes the same bytes with all faults', async () => {
  const faults = { share: 0.3, kinds: [...failing, ...answering], seed: 11 };
  const job = await Job.start(dataset, { faults, latency: 3 });
  const stats = ['--youtube-method', 'batch-get-stats', '--batch-size', '20'];
  const { code, stderr } = await job.run('youtube', [...stats, '--concurrency', '8']);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(job.bytes.equals(await withoutFaults())).toBe(true);
  expect(job.server.record.repeatedIds).toEqual([]);
  expect(job.server.record.calls.every(({ path }) => path.endsWith(':batchGetStats'))).toBe(true);
});

test.concurrent('waits for the time that Retry-After names', async () => {
  const faults = { share: 1, kinds: ['tooManyRetryAfter'] as const, seed: 1 };
  const job = await Job.start(dataset, { faults, retryAfter: 3 });
  const command = job.begin('youtube');
  await job.server.record.reaches(1);
  const start = performance.now();
  job.server.options.faults = undefined;
  // The first call is made alone, but later calls do not wait for its retry.
  await job.server.record.reaches(2);
  const { code } = await command.exit;
  expect(performance.now() - start).toBeGreaterThan(2500);
  expect(code).toBe(0);
  const [first, ...rest] = job.server.record.calls;
  expect(rest.at(-1)?.ids).toEqual(first?.ids);
});
