import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { daytally } from './command';
import { endJobs, Job, makeDataset, wrongRows } from './job';
import type { Reply } from './server/options';

const folder = mkdtempSync(join(tmpdir(), 'daytally-answers-'));
const dataset = join(folder, 'views.parquet');
const videos = 500;

beforeAll(() => makeDataset(dataset, videos));
afterAll(endJobs);
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes all results of a job and returns the lines of `unanswered`: an id and a reason. */
async function unanswered(job: Job, provider: 'youtube' | 'http'): Promise<string[]> {
  const url = provider === 'youtube' ? job.server.youtube : job.server.views;
  const output = join(job.folder, 'all');
  const args = ['--provider', provider, '--provider-url', url, '--run-date', '2026-11-20'];
  const { code, stderr } = await daytally(
    ['all', dataset, ...args, '--format', 'csv', '-o', output],
    { DAYTALLY_YOUTUBE_KEY: 'good-key' },
  );
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return readFileSync(join(output, 'unanswered.csv'), 'utf8').trimEnd().split('\r\n').slice(1);
}

const secret = 'Bearer s3cr3t-of-this-test';
const base64 = Buffer.from(`x ${secret}`).toString('base64');
const foreign: [name: string, reply: Reply, shown: RegExp][] = [
  ['a login page', { body: '<html><title>Sign in</title>' }, /<title>Sign in/],
  ['nothing', { status: 204 }, /status 204.*nothing/],
  ['gzip', { body: gzipSync('[]'), headers: { 'Content-Encoding': 'gzip' } }, /gzip.*1f 8b/],
  ['an error object', { body: '{"error": "who are you?"}' }, /who are you/],
  ['another format', { body: '[{"id": "a", "count": 1}]' }, /"count": ?1/],
  [
    'other videos alone',
    { body: '[{"video_id": "zz", "views": 1}]' },
    /none of the 50 requested ids is in the answer: requested ".*; found "zz"/,
  ],
  ['deep JSON', { body: '['.repeat(200_000) }, /\[\[\[\[/],
  ['too long a body', { body: ' '.repeat(17 * 2 ** 20) }, /longer than/],
  ['bytes that are not text', { body: Buffer.from([0x22, 0xff, 0xfe, 0x00]) }, /22 ff fe 00/],
  [
    'a secret and control characters',
    { body: `\u001b[2J\u202e${secret} ${base64}` },
    /\\u\{1b\}\[2J\\u\{202e\}/,
  ],
];

test.concurrent.each(foreign)('a job stops soon after %s', async (_, reply, shown) => {
  const job = await Job.start(dataset, { reply: () => reply });
  const header = ['--header', 'Authorization: env:DAYTALLY_YOUTUBE_KEY'];
  const { code, stderr } = await job.run('http', header, secret);
  expect(code).toBe(1);
  expect(stderr).toMatch(shown);
  expect(stderr).not.toMatch(/s3cr3t|czNjcjN0/);
  expect(job.server.record.calls.length).toBeLessThanOrEqual(3);
  expect(job.files).toEqual([]);
});

test.concurrent('a job stops soon after too many headers', async () => {
  const headers = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`X-${i}`, 'x']));
  const job = await Job.start(dataset, { reply: () => ({ headers, body: '[]' }) });
  expect((await job.run('http')).code).toBe(1);
  expect(job.server.record.calls.length).toBeLessThanOrEqual(3);
});

test.concurrent('a byte-order mark and an empty object are accepted', async () => {
  const bom = await Job.start(dataset, { reply: (_, __, body) => ({ body: `\ufeff${body}` }) });
  expect((await bom.run('http')).code).toBe(0);
  expect(wrongRows(bom.rows)).toEqual([]);
  expect(bom.rows).toHaveLength(videos);
  const empty = await Job.start(dataset, { reply: () => ({ body: '{}' }) });
  const { code, stdout } = await empty.run('youtube', ['--json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout).figures).toMatchObject({ calls: 10, answered: 0, unanswered: videos });
});

/** Google's response when a limit is exceeded. */
function limit(name: string): Reply {
  const message = `Quota exceeded for quota metric 'Queries' and limit 'Queries ${name}'.`;
  const reason = 'RATE_LIMIT_EXCEEDED';
  const error = {
    code: 429,
    message,
    errors: [{ message, reason: 'rateLimitExceeded' }],
    details: [{ reason, metadata: { quota_limit: `Queries${name.replace(/\W/g, '')}PerProject` } }],
  };
  return { status: 429, body: JSON.stringify({ error }) };
}

test.concurrent('a 429 for a daily limit stops the job; one for a minute is retried', async () => {
  const daily = await Job.start(dataset, {
    reply: (call) => (call > 3 ? limit('PerDay') : undefined),
  });
  const one = ['--concurrency', '1', '--on-quota', 'stop'];
  const stopped = await daily.run('youtube', one);
  expect(stopped.code).toBe(1);
  expect(stopped.stderr).toMatch(/quota is used up.*renews at .* UTC, midnight Pacific/);
  expect(daily.server.record.calls).toHaveLength(4);
  expect(daily.known.size).toBe(150);
  const minute = await Job.start(dataset, {
    reply: (call) => (call === 4 || call === 5 ? limit('PerMinute') : undefined),
  });
  expect((await minute.run('youtube', one)).code).toBe(0);
  expect(minute.server.record.calls).toHaveLength(12);
});

test.concurrent('a temporary conflict is retried', async () => {
  const error = { code: 409, message: 'Aborted.', status: 'ABORTED' };
  const reply = (call: number) =>
    call < 3 ? { status: 409, body: JSON.stringify({ error }) } : undefined;
  const job = await Job.start(dataset, { reply });
  expect((await job.run('youtube')).code).toBe(0);
  expect(job.server.record.calls).toHaveLength(12);
});

test.concurrent('ids that fail in a partial response are requested once more', async () => {
  const stats = ['--youtube-method', 'batch-get-stats'];
  /** Returns 30 of the items and a failure for each of the others. */
  const part = (body: string): Reply => {
    const { items, ...rest } = JSON.parse(body);
    const failures = items.slice(30).map(({ id }: { id: string }) => ({ id, code: 503 }));
    return { body: JSON.stringify({ ...rest, pageInfo: {}, items: items.slice(0, 30), failures }) };
  };
  const once = await Job.start(dataset, {
    reply: (_, ids, body) => (ids.length === 50 ? part(body) : undefined),
  });
  expect((await once.run('youtube', stats)).code).toBe(0);
  expect(once.server.record.calls).toHaveLength(20);
  expect(once.rows).toHaveLength(videos);
  expect(wrongRows(once.rows)).toEqual([]);

  const always = await Job.start(dataset, {
    reply: (_, ids, body) =>
      ids.length === 50 ? part(body) : { body: '{"summary": {"failedCount": 20}}' },
  });
  const { code, stdout } = await always.run('youtube', [...stats, '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    figures: { calls: 20, answered: 300, unanswered: 200 },
    ledger: always.ledger,
  });
  always.server.options.reply = () => undefined;
  expect((await always.run('youtube', stats)).code).toBe(0);
  expect(always.server.record.calls.slice(20).flatMap(({ ids }) => ids)).toHaveLength(200);
  expect(always.rows).toHaveLength(videos);
});

const values = ['NaN', '12.5', '"1,234"', 'true', '""', '9223372036854775808', '-Infinity', '[]'];

test.concurrent.each(values)('a count of %s affects no other video', async (value) => {
  // The seventh video of the fourth call.
  const bad = (body: string) =>
    body.replace(/("views": )[^}]*/g, (whole, name, at) => {
      return body.slice(0, at).split('"views": ').length === 7 ? `${name}${value}` : whole;
    });
  const job = await Job.start(dataset, {
    reply: (call, _, body) => (call === 4 ? { body: bad(body) } : undefined),
  });
  const { code, stdout } = await job.run('http', ['--concurrency', '1', '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout).figures).toMatchObject({ calls: 10, unanswered: 1 });
  expect(job.rows).toHaveLength(videos - 1);
  expect(wrongRows(job.rows)).toEqual([]);
  expect(job.hasLedger).toBe(true);
});

test.concurrent('the reason names the invalid value', async () => {
  const reply = (call: number, _: readonly string[], body: string) =>
    call === 1 ? { body: body.replace(/"views": [^}]*/, '"views": NaN') } : undefined;
  const job = await Job.start(dataset, { reply });
  expect(await unanswered(job, 'http')).toEqual([
    expect.stringMatching(/,the count is not a whole number: NaN$/),
  ]);
});

test.concurrent('whole decimals and text are valid counts', async () => {
  const reply = (_: number, __: readonly string[], body: string) => ({
    body: body.replace(/"views": (\d+)/g, (_, views) => {
      return Number(views) < 2 ** 53 ? `"views": ${views}.0` : `"views": "${views}"`;
    }),
  });
  const job = await Job.start(dataset, { reply });
  expect((await job.run('http')).code).toBe(0);
  expect(job.rows).toHaveLength(videos);
  expect(wrongRows(job.rows)).toEqual([]);
});

test.concurrent('a number that is not valid JSON is isolated in few calls', async () => {
  let poison = '';
  const reply = (call: number, ids: readonly string[], body: string) => {
    if (call === 3) poison = ids[20] ?? '';
    const broken = `"video_id": ${JSON.stringify(poison)}, "views": 1,234 `;
    return ids.includes(poison)
      ? { body: body.replace(`"video_id": ${JSON.stringify(poison)}`, broken) }
      : undefined;
  };
  const job = await Job.start(dataset, { reply });
  const { code } = await job.run('http', ['--concurrency', '1']);
  expect(code).toBe(0);
  expect(job.rows).toHaveLength(videos - 1);
  expect(job.server.record.calls.length).toBeLessThan(26);
});

test.concurrent('the error names a key that is restricted to websites', async () => {
  const message = 'Requests from referer <empty> are blocked.';
  const details = [{ reason: 'API_KEY_HTTP_REFERRER_BLOCKED' }];
  const error = { code: 403, message, errors: [{ message, reason: 'forbidden' }], details };
  const body = JSON.stringify({ error });
  const job = await Job.start(dataset, { reply: () => ({ status: 403, body }) });
  const { code, stderr } = await job.run('youtube');
  expect(code).toBe(1);
  expect(stderr).toMatch(/API_KEY_HTTP_REFERRER_BLOCKED.*restricted to websites/);
  expect(job.server.record.calls).toHaveLength(1);
});

test.concurrent('a call whose response never ends does not delay the exit', async () => {
  const job = await Job.start(dataset, {
    reply: (call) => (call > 1 ? { drips: true } : undefined),
  });
  const command = job.begin('youtube');
  await job.server.record.reaches(3);
  const begun = performance.now();
  const { code } = await command.signal('SIGTERM');
  expect(performance.now() - begun).toBeLessThan(8_000);
  expect(code).toBe(143);
  expect(job.known.size).toBe(50);
});

test.concurrent('invalid provider options fail before the first call', async () => {
  const wrong = ['--provider', 'http', '--provider-url', 'http://127.0.0.1:99999/x'];
  const port = await daytally(['snapshot', dataset, ...wrong, '-o', join(folder, 'a.csv')]);
  expect([port.code, port.stderr]).toEqual([2, expect.stringContaining('port')]);
  const none = await daytally(['snapshot', dataset, '-o', join(folder, 'a.csv')]);
  expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('--provider simulator')]);
  const job = await Job.start(dataset);
  const typed = await job.run('http', ['--header', 'Authorization: Bearer typed-secret']);
  expect(typed.stderr).toContain("--header 'Authorization: env:AUTHORIZATION'");
  expect(typed.stderr).not.toContain('typed-secret');
});
