import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Command } from './command';
import { endJobs, Job, makeDataset, readRows, wrongRows } from './job';

const folder = mkdtempSync(join(tmpdir(), 'daytally-results-'));
const dataset = join(folder, 'views.parquet');
const videos = 1000;

beforeAll(() => makeDataset(dataset, videos));
afterAll(endJobs);
afterAll(() => rmSync(folder, { recursive: true }));

/** Starts another command than `snapshot` with YouTube's API. */
function begin(job: Job, command: string, output: string, more: readonly string[] = []): Command {
  const provider = ['--provider', 'youtube', '--provider-url', job.server.youtube];
  const args = [command, dataset, ...provider, '--run-date', '2026-11-20', ...more, '-o', output];
  return new Command(args, { DAYTALLY_YOUTUBE_KEY: job.server.options.key });
}

test.concurrent('combined has the history, followed by the snapshot', async () => {
  const job = await Job.start(dataset);
  const [output, again] = ['a.csv', 'b.csv'].map((name) => join(job.folder, name));
  expect((await job.run('youtube')).code).toBe(0);
  expect((await begin(job, 'combined', output ?? '').exit).code).toBe(0);
  const rows = readRows(output ?? '');
  expect(rows).toHaveLength(2 * videos);
  expect(rows.slice(0, videos).every(({ date }) => date !== '2026-11-20')).toBe(true);
  expect(rows.slice(videos)).toEqual(job.rows);
  expect(wrongRows(rows.slice(videos))).toEqual([]);

  const killed = begin(job, 'combined', again ?? '');
  await job.server.record.reaches(job.server.record.calls.length + 5);
  await killed.signal('SIGKILL');
  expect(existsSync(again ?? '')).toBe(false);
  expect((await begin(job, 'combined', again ?? '').exit).code).toBe(0);
  expect(readFileSync(again ?? '').equals(readFileSync(output ?? ''))).toBe(true);
});

test.concurrent('a new folder appears when all results are complete; its ledger is beside it', async () => {
  const missing = (id: string) => id.startsWith('a');
  const job = await Job.start(dataset, { missing, hidden: (id) => id.startsWith('b') });
  const output = join(job.folder, 'out');
  job.server.options.quotaAt = 9;
  const more = ['--format', 'csv', '--on-quota', 'stop'];
  expect((await begin(job, 'all', output, more).exit).code).toBe(1);
  expect(job.files).toEqual(['out.ledger']);
  job.server.options.quotaAt = undefined;
  expect((await begin(job, 'all', output, more).exit).code).toBe(0);
  expect(job.files).toEqual(['out']);
  expect(job.server.record.repeatedIds).toEqual([]);
  expect(readdirSync(output)).toContain('diagnostics.json');
  const rows = readRows(join(output, 'snapshot.csv'));
  expect(wrongRows(rows)).toEqual([]);
  const text = readFileSync(join(output, 'unanswered.csv'), 'utf8').trimEnd();
  const unanswered = text.split('\r\n').slice(1);
  expect(unanswered.length).toBeGreaterThan(0);
  expect(unanswered.filter((line) => !/^[ab].{10},absent from the answer$/.test(line))).toEqual([]);
  expect(rows.length + unanswered.length).toBe(videos);
});
