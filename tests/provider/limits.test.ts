import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { daytally } from './command';
import { endJobs, Job, makeDataset, wrongRows } from './job';

const folder = mkdtempSync(join(tmpdir(), 'daytally-limits-'));
const dataset = join(folder, 'views.parquet');
const videos = 1000;
const resumes = 'the same command resumes from the answers in';

beforeAll(() => makeDataset(dataset, videos));
afterAll(endJobs);
afterAll(() => rmSync(folder, { recursive: true }));

test.concurrent('stops at the quota and resumes without repeating a request', async () => {
  const job = await Job.start(dataset, { quotaAt: 8 });
  const stopped = await job.run('youtube', ['--on-quota', 'stop']);
  expect(stopped.code).toBe(1);
  expect(stopped.stderr).toContain('quota is used up');
  expect(stopped.stderr).toContain(`${resumes} ${job.ledger}`);
  expect(job.files).toEqual(['out.csv.ledger']);
  job.server.renewQuota();
  job.server.options.quotaAt = undefined;
  const { code, stdout, stderr } = await job.run('youtube', ['--json']);
  expect(code).toBe(0);
  expect(stderr).toContain('2026-11-20 has 350 answers');
  expect(stderr).toContain('Fetching 650 videos takes 13 calls');
  expect(JSON.parse(stdout).figures).toMatchObject({ known: 350, calls: 13, requested: 650 });
  expect(job.server.record.repeatedIds).toEqual([]);
  expect(job.rows).toHaveLength(videos);
  expect(wrongRows(job.rows)).toEqual([]);
  expect(job.files).toEqual(['out.csv']);
});

test.concurrent('respects the daily budget across two runs of a day', async () => {
  const job = await Job.start(dataset);
  for (const run of [1, 2]) {
    const { code } = await job.run('youtube', ['--daily-quota', '6', '--on-quota', 'stop']);
    expect([run, code, job.server.record.calls.length]).toEqual([run, 1, 6]);
  }
});

test.concurrent('waits for the next quota with a message, and can be interrupted', async () => {
  const job = await Job.start(dataset, { quotaAt: 3 });
  const command = job.begin('youtube');
  await command.stderrContains('waiting until');
  const { code, stderr } = await command.signal('SIGINT');
  expect(code).toBe(130);
  expect(stderr).toMatch(/quota is used up; waiting until \d{4}-\d\d-\d\d \d\d:\d\d UTC/);
  expect(stderr).toMatch(/The same command resumes from the answers in/);
});

test.concurrent('isolates the ids that fail, and keeps the ledger for them', async () => {
  const lines = readFileSync(await withoutFaults(), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1);
  const ids = lines.map((line) => line.split(',')[1] ?? '').sort();
  const poison = [ids[17], ids[18], ids[900]].map((id) => id ?? '');
  const missing = ids[500] ?? '';
  const job = await Job.start(dataset, { poison, missing: (id) => id === missing });
  const first = await job.run('youtube', ['--json']);
  expect(first.code).toBe(0);
  expect(JSON.parse(first.stdout)).toMatchObject({
    ledger: job.ledger,
    figures: { unanswered: 4, requested: videos },
  });
  expect(job.rows.map(({ id }) => id).sort()).toEqual(
    ids.filter((id) => !poison.includes(id) && id !== missing),
  );
  job.server.options.poison = [];
  const { calls } = job.server.record;
  const before = calls.length;
  const second = await job.run('youtube');
  expect(second.code).toBe(0);
  expect(calls.slice(before).map(({ ids }) => ids)).toEqual([poison]);
  expect(wrongRows(job.rows)).toEqual([]);
  expect(job.rows).toHaveLength(videos - 1);
  expect(job.files).toEqual(['out.csv']);
});

async function withoutFaults(): Promise<string> {
  const job = await Job.start(dataset);
  await job.run('http');
  return job.output;
}

test.concurrent('stops when the provider is down, and resumes when it is back', async () => {
  const job = await Job.start(dataset);
  const command = job.begin('http', ['--batch-size', '10']);
  await job.server.record.reaches(20);
  job.server.options.faults = { share: 1, kinds: ['serverError'], seed: 1 };
  const { code, stderr } = await command.exit;
  expect(code).toBe(1);
  expect(stderr).toContain('consecutive calls failed');
  expect(stderr).toContain(resumes);
  job.server.options.faults = undefined;
  expect((await job.run('http')).code).toBe(0);
  expect(job.server.record.repeatedIds).toEqual([]);
  expect(wrongRows(job.rows)).toEqual([]);
});

test.concurrent('prints the cost without a request', async () => {
  const job = await Job.start(dataset);
  const { code, stdout } = await job.run('youtube', ['--estimate', '--daily-quota', '7'], '');
  expect(code).toBe(0);
  expect(stdout).toContain('1000 videos takes 20 calls, 20 units, 3 days of a quota of 7 units');
  expect(job.server.record.calls).toEqual([]);
  expect(job.files).toEqual([]);
});

test.concurrent('writes the answers of the ledger without a request', async () => {
  const job = await Job.start(dataset, { quotaAt: 5 });
  await job.run('youtube', ['--on-quota', 'stop']);
  const { record } = job.server;
  const [calls, ledger] = [record.calls.length, readFileSync(job.ledger)];
  const output = join(job.folder, 'all');
  const args = ['--provider', 'youtube', '--provider-url', job.server.youtube, '--format', 'csv'];
  const from = ['--offline', '--ledger', job.ledger];
  const { code, stderr } = await daytally(['all', dataset, ...args, ...from, '-o', output]);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(record.calls).toHaveLength(calls);
  expect(readFileSync(job.ledger).equals(ledger)).toBe(true);
  const lines = (name: string) => readFileSync(join(output, name), 'utf8').trimEnd().split('\r\n');
  expect(lines('snapshot.csv')).toHaveLength(1 + 4 * 50);
  const [, ...unanswered] = lines('unanswered.csv');
  expect(unanswered).toHaveLength(videos - 4 * 50);
  expect(unanswered.filter((line) => !line.endsWith(',cancelled'))).toEqual([]);
});

test.concurrent('a ledger belongs to one day, one provider and one process', async () => {
  const job = await Job.start(dataset, { quotaAt: 3 });
  await job.run('youtube', ['--on-quota', 'stop']);
  const other = await job.run('youtube', ['--run-date', '2026-11-21']);
  expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('of another day')]);
  const elsewhere = await job.run('http');
  expect([elsewhere.code, elsewhere.stderr]).toEqual([
    2,
    expect.stringContaining('another provider'),
  ]);
  job.server.options.quotaAt = undefined;
  job.server.options.latency = 100;
  const before = job.server.record.calls.length;
  const running = job.begin('youtube', ['--concurrency', '1']);
  await job.server.record.reaches(before + 1);
  const second = await job.run('youtube');
  expect([second.code, second.stderr]).toEqual([1, expect.stringContaining('another process')]);
  expect((await running.exit).code).toBe(0);
  expect(job.server.record.repeatedIds).toEqual([]);
});
