import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endJobs, Job, makeDataset, wrongRows } from './job';
import { faultKinds } from './server/options';
import { seeded } from './server/random';

const folder = mkdtempSync(join(tmpdir(), 'daytally-killed-'));
const dataset = join(folder, 'views.parquet');
const [videos, size, concurrency] = [2000, 10, 4];
const paced = ['--batch-size', `${size}`, '--concurrency', `${concurrency}`];

beforeAll(() => makeDataset(dataset, videos));
afterAll(endJobs);
afterAll(() => rmSync(folder, { recursive: true }));

async function uninterrupted(): Promise<Buffer> {
  const job = await Job.start(dataset);
  expect((await job.run('youtube', paced)).code).toBe(0);
  expect(wrongRows(job.rows)).toEqual([]);
  return job.bytes;
}

test.concurrent.each([1, 2, 3])('resumes after kills at random moments (seed %i)', async (seed) => {
  const random = seeded(seed);
  const faults = { share: 0.05, kinds: faultKinds, seed };
  const job = await Job.start(dataset, { latency: 2, faults });
  const { record } = job.server;
  const kills = 6;
  for (let kill = 0; kill < kills; kill += 1) {
    const [before, known] = [record.calls.length, job.known];
    const command = job.begin('youtube', paced);
    // After a random number of calls, and at any point in handling their responses.
    await record.reaches(before + 1 + Math.floor(random() * 25));
    await new Promise((resolve) => setTimeout(resolve, random() * 5));
    await command.signal('SIGKILL');
    expect(record.idsSince(before).filter((id) => known.has(id))).toEqual([]);
    expect(job.files).not.toContain('out.csv');
  }
  const [before, known] = [record.calls.length, job.known];
  const { code, stderr } = await job.run('youtube', paced);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(record.idsSince(before).filter((id) => known.has(id))).toEqual([]);
  // Only calls in flight at a kill may be answered twice.
  const answers = [...record.answered.values()].reduce((sum, times) => sum + times, 0);
  expect(answers - videos).toBeLessThanOrEqual(kills * concurrency * size);
  expect(record.answered.size).toBe(videos);
  expect(job.bytes.equals(await uninterrupted())).toBe(true);
  expect(job.hasLedger).toBe(false);
});

test.concurrent('an interrupt waits for calls in flight, and the next run repeats none', async () => {
  const job = await Job.start(dataset, { latency: 20 });
  const { record } = job.server;
  for (const calls of [3, 9, 30]) {
    const command = job.begin('http', paced);
    await record.reaches(record.calls.length + calls);
    const { code, stderr } = await command.signal('SIGINT');
    expect(code).toBe(130);
    expect(stderr).toContain(`The same command resumes from the answers in ${job.ledger}.`);
    expect(job.files).toEqual(['out.csv.ledger']);
  }
  expect((await job.run('http', paced)).code).toBe(0);
  expect(record.repeatedIds).toEqual([]);
  expect(record.calls).toHaveLength(videos / size);
  expect(job.bytes.equals(await uninterrupted())).toBe(true);
});
