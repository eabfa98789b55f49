import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endJobs, Job, makeDataset, wrongRows } from './job';
import { failing, faultKinds } from './server/options';

const folder = mkdtempSync(join(tmpdir(), 'daytally-large-'));
const dataset = join(folder, 'views.parquet');
const videos = 250_000;

beforeAll(() => makeDataset(dataset, videos));
afterAll(endJobs);
afterAll(() => rmSync(folder, { recursive: true }));

test('250,000 videos with 5 % faults: no id is lost or requested again', async () => {
  const faults = { share: 0.05, kinds: faultKinds, seed: 250 };
  const job = await Job.start(dataset, { faults });
  const { record } = job.server;
  const start = performance.now();
  const { code, stdout, stderr } = await job.run('youtube', ['--json']);
  const seconds = (performance.now() - start) / 1000;
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const failed = record.calls.filter(({ fate }) => failing.some((kind) => kind === fate)).length;
  console.log(`${seconds.toFixed(1)} s, ${record.calls.length} calls, ${failed} of them failed`);
  expect(record.calls).toHaveLength(videos / 50 + failed);
  expect(record.repeatedIds).toEqual([]);
  expect(record.answered.size).toBe(videos);
  expect(JSON.parse(stdout).figures).toMatchObject({
    requested: videos,
    calls: record.calls.length,
    failures: failed,
    unanswered: 0,
  });
  const rows = job.rows;
  expect(new Set(rows.map(({ id }) => id)).size).toBe(videos);
  expect(rows).toHaveLength(videos);
  expect(wrongRows(rows)).toEqual([]);
  expect(job.hasLedger).toBe(false);
}, 600_000);
