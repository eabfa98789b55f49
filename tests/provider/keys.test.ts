import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { daytally } from './command';
import { endJobs, Job, makeDataset, wrongRows } from './job';

const folder = mkdtempSync(join(tmpdir(), 'daytally-keys-'));
const dataset = join(folder, 'views.parquet');

beforeAll(() => makeDataset(dataset, 1000));
afterAll(endJobs);
afterAll(() => rmSync(folder, { recursive: true }));

test.concurrent('a bad key causes one call and leaves no file', async () => {
  const job = await Job.start(dataset);
  const { code, stderr } = await job.run('youtube', ['--concurrency', '8'], 'bad-key');
  expect(code).toBe(1);
  expect(stderr).toContain('API key not valid');
  expect(job.server.record.calls).toHaveLength(1);
  expect(job.files).toEqual([]);
});

test.concurrent('no file and no output contains the key', async () => {
  const key = 'AIza-A-secret-of-this-test';
  const job = await Job.start(dataset, { key, quotaAt: 4, poison: ['none'] });
  const texts: string[] = [];
  const collect = ({ stdout, stderr }: { stdout: string; stderr: string }) =>
    texts.push(stdout, stderr);
  collect(await job.run('youtube', ['--json', '--on-quota', 'stop'], key));
  expect(job.hasLedger).toBe(true);
  collect(await job.run('youtube', ['--json'], `${key}-no-more`));
  for (const file of job.files) texts.push(readFileSync(join(job.folder, file), 'latin1'));
  job.server.options.quotaAt = undefined;
  collect(await job.run('youtube', ['--json'], key));
  texts.push(readFileSync(job.output, 'latin1'));
  expect(texts.filter((text) => text.includes(key))).toEqual([]);
  expect(wrongRows(job.rows)).toEqual([]);
});

test.concurrent('headers come from the environment and are not sent to the target of a redirect', async () => {
  const job = await Job.start(dataset, { authorization: 'Bearer good-key' });
  const header = ['--header', 'Authorization: env:DAYTALLY_YOUTUBE_KEY'];
  const refused = await job.run('http', header, 'Bearer bad');
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('401')]);
  expect(job.server.record.calls).toHaveLength(1);
  expect((await job.run('http', header, 'Bearer good-key')).code).toBe(0);

  const elsewhere = createServer((_, response) => {
    response.writeHead(307, { Location: job.server.views }).end();
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
  const calls = job.server.record.calls.length;
  const args = ['--provider', 'http', '--provider-url', url, ...header, '-o', `${job.output}.csv`];
  const env = { DAYTALLY_YOUTUBE_KEY: 'Bearer good-key' };
  const moved = await daytally(['snapshot', dataset, ...args], env);
  elsewhere.close();
  expect([moved.code, moved.stderr]).toEqual([1, expect.stringContaining('status 307')]);
  expect(job.server.record.calls).toHaveLength(calls);
});
