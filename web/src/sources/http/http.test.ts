import { describe, expect, test } from 'vitest';
import { DaytallyError } from '../../errors';
import { FakeHost } from '../../testing/fake_host';
import { readRanges } from '../ranges';
import { BlobSource, type FileSource } from '../source';
import { HttpClient, requestsOfEach, type Stores, secondsAfter } from './client';
import { TransientError } from './errors';
import { openUrl } from './url_source';
import { readWhole } from './whole_file';

const url = 'https://data.example.org/lake/views.parquet?signature=secret';
const file = { path: 'views.parquet', url };
const large = Uint8Array.from({ length: 1_000_000 }, (_, i) => i % 251);
const small = large.slice(0, 1000);
const first = 'bytes=0-262143';

function start(bytes = large, requests = 6, origin = 'https://page.example.org') {
  const host = new FakeHost(bytes);
  const waits: number[] = [];
  const client = new HttpClient(requests, {
    fetch: host.fetch,
    random: () => 0,
    origin,
    wait: async (milliseconds) => {
      waits.push(milliseconds);
    },
  });
  return { host, waits, client, open: () => openUrl(file, client) };
}

async function bytesOf(source: FileSource, from: number, to: number): Promise<Uint8Array> {
  return new Uint8Array(await source.slice(from, to));
}

/** Returns the message of an error of code `io` that names the file and nothing of the query. */
async function messageOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (thrown) => thrown,
  );
  expect(error).toMatchObject({ code: 'io', location: { file: 'views.parquet' } });
  expect(error.message).toContain('views.parquet');
  expect(error.message).toMatch(/\.$/);
  expect(error.message).not.toMatch(/secret|signature/);
  return error.message;
}

describe('a URL', () => {
  test('is opened by one range, and read by those that are needed', async () => {
    const { host, open } = start();
    const source = await open();
    expect(source.byteLength).toBe(large.length);
    expect(await bytesOf(source, 500_000, 500_010)).toEqual(large.slice(500_000, 500_010));
    expect(host.ranges).toEqual([first, 'bytes=500000-500009']);
    expect(host.log[0]?.init).toMatchObject({
      credentials: 'same-origin',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
    });
    // More headers would make browsers send a preflight request to each host.
    expect(Object.keys(host.log[1]?.init.headers ?? {})).toEqual(['Range']);
  });

  test('of a small file is read whole at first, and forgotten when it is settled', async () => {
    const { host, open } = start(small);
    const source = await open();
    expect(await bytesOf(source, 0, 1000)).toEqual(small);
    expect(host.ranges).toEqual([first]);
    source.settle?.();
    expect(await bytesOf(source, 10, 20)).toEqual(small.slice(10, 20));
    expect(host.ranges).toEqual([first, 'bytes=10-19']);
  });

  test('of an empty file is a file without bytes', async () => {
    const { host, open } = start(new Uint8Array());
    const source = await open();
    expect(source.byteLength).toBe(0);
    expect(await bytesOf(source, 0, 0)).toEqual(new Uint8Array());
    expect(host.ranges).toEqual([first]);
  });

  test('that was pinned is read without being opened again', async () => {
    const { host, client, open } = start();
    const { input } = await open();
    expect(input).toEqual({ ...file, version: { byteLength: large.length, etag: '"1"' } });
    const other = await openUrl(input as typeof file, client);
    expect(await bytesOf(other, 5, 6)).toEqual(large.slice(5, 6));
    expect(host.ranges).toEqual([first, 'bytes=5-5']);
  });

  test('has near ranges read together, nearer than a file of the disk', async () => {
    const { host, open } = start();
    const source = await open();
    const flat = Float64Array.of(0, 10, 200_000, 200_010, 900_000, 900_010);
    const { parts, reads } = await readRanges(source, flat);
    expect(parts.map(({ bytes }) => bytes)).toEqual([
      large.slice(0, 10),
      large.slice(200_000, 200_010),
      large.slice(900_000, 900_010),
    ]);
    expect(host.ranges.slice(1)).toEqual(['bytes=0-200009', 'bytes=900000-900009']);
    expect(reads).toEqual({ bytes: 200_020, requests: 2 });
  });
});

describe('a host that hides its headers', () => {
  test('finds the size by HEAD', async () => {
    const { host, open } = start();
    host.hidden = ['Content-Range', 'ETag'];
    const source = await open();
    expect(source.byteLength).toBe(large.length);
    expect(host.ranges).toEqual([first, 'HEAD bytes=0-']);
    expect(await bytesOf(source, 999_990, 1_000_000)).toEqual(large.slice(999_990));
  });

  test('finds the size by GET if the signature of its URL is not for HEAD', async () => {
    const { host, open } = start();
    host.hidden = ['Content-Range'];
    host.twist = ({ method }) => {
      return method === 'HEAD' ? new Response(null, { status: 403 }) : undefined;
    };
    expect((await open()).byteLength).toBe(large.length);
    expect(host.ranges).toEqual([first, 'HEAD bytes=0-', 'bytes=0-']);
  });

  test.each([
    ['405', () => new Response(null, { status: 405 })],
    ['200 without a Content-Length', () => new Response(null, { status: 200 })],
  ])(
    'and does not state it (%s) gets an error that names what is missing',
    async (answered, head) => {
      const { host, open } = start();
      host.hidden = ['Content-Range'];
      host.twist = ({ method }) => (method === 'HEAD' ? head() : undefined);
      const message = await messageOf(open());
      expect(message).toContain(`HEAD answered ${answered})`);
      expect(message).toContain('Access-Control-Expose-Headers: Content-Range');
    },
  );

  test('that sends less or more than the requested range is not trusted', async () => {
    const { host, open } = start();
    const source = await open();
    host.hidden = ['Content-Range'];
    for (const length of [9, 11]) {
      host.twist = () => new Response(new Uint8Array(length), { status: 206 });
      expect(await messageOf(source.slice(0, 10))).toContain(`sent ${length} bytes; expected 10.`);
    }
  });
});

describe('a host without ranges', () => {
  test('has the file kept whole, from one request', async () => {
    const { host, open } = start();
    host.twist = () => host.whole();
    const source = await open();
    expect(source).toBeInstanceOf(BlobSource);
    expect(source.byteLength).toBe(large.length);
    expect(await bytesOf(source, 700_000, 700_100)).toEqual(large.slice(700_000, 700_100));
    expect(source.input).toMatchObject({ path: 'views.parquet', blob: expect.any(Blob) });
    expect(host.ranges).toEqual([first]);
  });

  test('is refused a larger file than is kept, whether or not its length is stated', async () => {
    const { host } = start();
    expect(await messageOf(readWhole(file, host.whole(), 999_999))).toContain(
      'does not serve byte ranges',
    );
    host.hidden = ['Content-Length'];
    let pulled = 0;
    const endless = new ReadableStream({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(1000));
      },
    });
    await messageOf(readWhole(file, new Response(endless), 10_000));
    expect(pulled).toBeLessThan(20);
    expect((await readWhole(file, host.whole(), 1_000_000)).size).toBe(1_000_000);
  });

  test('is refused at once a file of a terabyte', async () => {
    const { host, open } = start();
    host.twist = () => host.whole({ 'Content-Length': `${2 ** 40}` });
    expect(await messageOf(open())).toContain('the file is over 256 MiB');
    expect(host.log).toHaveLength(1);
  });

  test('that supported ranges before gets a retry, and is then refused', async () => {
    const { host, open } = start();
    const source = await open();
    host.twist = (_, count) => (count === 2 ? host.whole() : undefined);
    expect(await bytesOf(source, 3, 5)).toEqual(large.slice(3, 5));
    host.twist = () => host.whole();
    expect(await messageOf(source.slice(0, 1))).toContain('now sends the whole file');
    expect(host.log).toHaveLength(3 + 4);
  });
});

describe('a file that changes', () => {
  const is = 'changed while it was read. Open it again';

  test.each<[string, (host: FakeHost) => void]>([
    ['another ETag', (host) => (host.headers.ETag = '"2"')],
    ['another weak ETag', (host) => (host.headers.ETag = 'W/"2"')],
    ['another size', (host) => (host.bytes = large.slice(0, 900_000))],
    ['no such range any more', (host) => (host.bytes = small)],
    ['the whole of another', (host) => (host.twist = () => host.whole({ ETag: '"2"' }))],
  ])('is not mixed: %s', async (_, change) => {
    const { host, open } = start();
    const source = await open();
    change(host);
    expect(await messageOf(source.slice(500_000, 500_001))).toContain(is);
    expect(host.log).toHaveLength(2);
  });

  test('is detected by its date if there is no ETag, or a weak one', async () => {
    for (const etag of [{}, { ETag: 'W/"1"' }]) {
      const { host, open } = start();
      host.headers = { ...etag, 'Last-Modified': 'Mon, 05 Jun 2023 10:00:00 GMT' };
      const source = await open();
      await source.slice(0, 1);
      host.headers = { ...etag, 'Last-Modified': 'Mon, 05 Jun 2023 10:00:01 GMT' };
      expect(await messageOf(source.slice(0, 1))).toContain(is);
    }
  });

  test('is the same by a strong ETag, whichever machine of the host answers', async () => {
    const { host, open } = start();
    host.headers = { ETag: '"1"', 'Last-Modified': 'Mon, 05 Jun 2023 10:00:00 GMT' };
    const source = await open();
    host.headers = { ETag: '"1"', 'Last-Modified': 'Mon, 05 Jun 2023 10:00:01 GMT' };
    expect(await bytesOf(source, 0, 2)).toEqual(large.slice(0, 2));
  });
});

describe('a wrong answer', () => {
  test.each([
    [401, 'data.example.org denied access to views.parquet (401).'],
    [403, 'A signed URL may have expired'],
    [404, 'views.parquet was not found on data.example.org (404).'],
    [410, 'not found on data.example.org (410).'],
    [400, 'answered 400'],
    [416, 'answered 416'],
  ])('of %s is not requested again', async (status, words) => {
    const { host, open } = start();
    host.twist = ({ method }) => (method === 'GET' ? new Response('no', { status }) : undefined);
    expect(await messageOf(open())).toContain(words);
    expect(host.log.filter(({ method }) => method === 'GET')).toHaveLength(1);
  });

  test('of another range is refused, at first and later', async () => {
    const { host, open } = start();
    const wrong = { 'Content-Range': `bytes 5-262143/${large.length}` };
    host.twist = (requested) => host.answer(requested, wrong);
    expect(await messageOf(open())).toContain('bytes 5-262143/1000000');
    host.twist = () => undefined;
    const source = await open();
    host.twist = (requested) => host.answer(requested, wrong);
    expect(await messageOf(source.slice(0, 262_144))).toContain(
      'requested bytes=0-262143 of data.example.org, received Content-Range: bytes 5-262143',
    );
  });

  test('of a whole file is one to a range of all its bytes, and of a file without validators', async () => {
    const { host, client } = start();
    host.twist = () => host.whole();
    const validated = { byteLength: large.length, etag: '"1"' };
    const known = await openUrl({ ...file, version: validated }, client);
    expect((await bytesOf(known, 0, large.length)).subarray(-9)).toEqual(large.slice(-9));
    expect(await bytesOf(known, 7, 9)).toEqual(large.slice(7, 9));
    expect(host.log).toHaveLength(1);
    const part = await openUrl({ ...file, version: validated }, client);
    expect(await messageOf(part.slice(0, 4))).toContain('now sends the whole file');
    const plain = await openUrl({ ...file, version: { byteLength: large.length } }, client);
    expect(await bytesOf(plain, 0, 4)).toEqual(large.slice(0, 4));
    const shorter = await openUrl({ ...file, version: { byteLength: 9 } }, client);
    expect(await messageOf(shorter.slice(0, 4))).toContain(
      `sent ${large.length} bytes; expected 9`,
    );
  });

  const gzip = { 'Content-Encoding': 'gzip' };

  test('of compressed ranges has the whole file fetched, once', async () => {
    const { host, open } = start();
    host.twist = (requested) => {
      if (requested.range) return host.answer(requested, { ...gzip, 'Content-Length': '77' });
      return host.whole({ ...gzip, 'Content-Length': '77' });
    };
    const source = await open();
    expect(source.byteLength).toBe(large.length);
    expect(await bytesOf(source, 500_000, 500_010)).toEqual(large.slice(500_000, 500_010));
    // The other workers get the same copy.
    expect(source.input).toMatchObject({ blob: expect.any(Blob) });
    expect(host.ranges).toEqual([first, '']);
  });

  test('of a length that compression changed has the whole file fetched', async () => {
    const { host, open } = start(small);
    // A host of another origin hides Content-Encoding unless it is configured to expose it.
    const total = { 'Content-Range': 'bytes 0-76/77' };
    host.twist = (requested) => {
      if (!requested.range) return host.whole();
      return new Response(small, { status: 206, headers: total });
    };
    expect((await open()).byteLength).toBe(small.length);
    expect(host.ranges).toEqual([first, '']);
  });

  test('to HEAD with the length of compressed content has the whole file fetched', async () => {
    const { host, open } = start();
    host.hidden = ['Content-Range'];
    host.twist = (requested) => {
      if (requested.method === 'HEAD')
        return host.answer(requested, { ...gzip, 'Content-Length': '77' });
      return requested.range ? undefined : host.whole();
    };
    expect((await open()).byteLength).toBe(large.length);
  });

  test('of compressed ranges later names the host', async () => {
    const { host, open } = start();
    const source = await open();
    host.twist = (requested) => host.answer(requested, gzip);
    const message = await messageOf(source.slice(0, 10));
    expect(message).toContain('data.example.org compresses byte ranges (Content-Encoding: gzip)');
  });

  test('of a compressed whole is the file', async () => {
    const { host, open } = start();
    host.twist = () => host.whole({ ...gzip, 'Content-Length': '77' });
    expect((await open()).byteLength).toBe(large.length);
  });

  test('that is short or breaks off is requested again', async () => {
    const { host, open } = start();
    const source = await open();
    const broken = new ReadableStream({
      start: (controller) => controller.error(new TypeError('network error')),
    });
    const range = { 'Content-Range': `bytes 0-9/${large.length}` };
    host.twist = (_, count) => {
      if (count === 2) return new Response(small.slice(0, 5), { status: 206, headers: range });
      return count === 3 ? new Response(broken, { status: 206, headers: range }) : undefined;
    };
    expect(await bytesOf(source, 0, 10)).toEqual(large.slice(0, 10));
    expect(host.log).toHaveLength(4);
  });
});

describe('a busy host', () => {
  test('gets retries after ever longer pauses', async () => {
    const { host, waits, open } = start();
    host.twist = (_, count) => (count < 4 ? new Response(null, { status: 503 }) : undefined);
    expect((await open()).byteLength).toBe(large.length);
    expect(waits).toEqual([500, 1000, 2000]);
  });

  test('is given up after four tries', async () => {
    const { host, open } = start();
    host.twist = () => new Response(null, { status: 500 });
    expect(await messageOf(open())).toContain('answered 500');
    expect(host.log).toHaveLength(4);
  });

  test('has its Retry-After respected, up to a limit', async () => {
    const { host, waits, open } = start();
    const busy = (seconds: string) => {
      return new Response(null, { status: 429, headers: { 'Retry-After': seconds } });
    };
    host.twist = (_, count) => (count === 1 ? busy('7') : undefined);
    await open();
    expect(waits).toEqual([7000]);
    host.twist = () => busy('3600');
    expect(await messageOf(open())).toContain('in 3600 s');
    expect(host.log).toHaveLength(3);
  });

  test('may send a date', () => {
    const now = Date.parse('2023-06-05T10:00:00Z');
    expect(secondsAfter('Mon, 05 Jun 2023 10:00:12 GMT', now)).toBe(12);
    expect(secondsAfter('Mon, 05 Jun 2023 09:00:00 GMT', now)).toBe(0);
    expect(secondsAfter('soon', now)).toBeUndefined();
    expect(secondsAfter(null, now)).toBeUndefined();
  });
});

describe('an unreachable host', () => {
  const failed = new TypeError('Failed to fetch');

  test('causes an error with both causes if it has another origin', async () => {
    const { host, open } = start();
    host.twist = () => failed;
    const message = await messageOf(open());
    expect(message).toContain('data.example.org did not answer, or does not allow');
    expect(message).toContain('Access-Control-Allow-Origin: https://page.example.org');
    expect(host.log).toHaveLength(2);
  });

  test('does not answer when it is the page’s own', async () => {
    const { host, open } = start(large, 6, 'https://data.example.org');
    host.twist = () => failed;
    expect(await messageOf(open())).toContain('data.example.org did not answer');
  });

  test('gets more tries once it has answered', async () => {
    const { host, open } = start();
    const source = await open();
    host.twist = (_, count) => (count < 5 ? failed : undefined);
    expect(await bytesOf(source, 0, 2)).toEqual(large.slice(0, 2));
    expect(host.log).toHaveLength(5);
  });

  test('because of the page’s own policy is reported at once', async () => {
    const scope = new EventTarget();
    const { addEventListener } = globalThis;
    globalThis.addEventListener = scope.addEventListener.bind(scope);
    const { host, open } = start();
    globalThis.addEventListener = addEventListener;
    host.twist = () => {
      const violation = {
        blockedURI: url,
        effectiveDirective: 'connect-src',
        disposition: 'enforce',
      };
      scope.dispatchEvent(Object.assign(new Event('securitypolicyviolation'), violation));
      return failed;
    };
    const message = await messageOf(open());
    expect(message).toContain('add https://data.example.org to connect-src');
    expect(host.log).toHaveLength(1);
  });
});

describe('a client', () => {
  test('limits the requests in flight', async () => {
    const { host, open } = start(large, 3);
    const source = await open();
    const reads = Array.from({ length: 20 }, (_, i) => source.slice(i, i + 1));
    await Promise.all(reads);
    expect(host.mostInFlight).toBe(3);
    expect([1, 2, 4, 6, 16].map(requestsOfEach)).toEqual([6, 3, 1, 1, 1]);
  });

  test('ends requests in flight, and those that wait for a retry, when it is closed', async () => {
    const { host, client, open } = start();
    const source = await open();
    const reading = source.slice(0, 1);
    client.close();
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    host.twist = () => new Response(null, { status: 503 });
    await expect(source.slice(0, 1)).rejects.toMatchObject({ code: 'cancelled' });
    expect(host.log).toHaveLength(2);

    const real = new HttpClient(1, { fetch: host.fetch });
    const began = performance.now();
    const waiting = openUrl(file, real);
    setTimeout(() => real.close(), 50);
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    expect(performance.now() - began).toBeLessThan(400);
  });
});

describe('a bucket', () => {
  const bucket = {
    path: 'views.parquet',
    url: 'https://b.example/v',
    access: { bucket: 's3://b/' },
  };

  /** A client whose requests have their number as a signature. */
  function signing(judge: Stores['judge']) {
    const host = new FakeHost(large);
    let signed = 0;
    const stores: Stores = { sign: async ({ url }) => `${url}?${++signed}`, judge };
    return { host, client: new HttpClient(3, { fetch: host.fetch, wait: async () => {}, stores }) };
  }

  test('has each request signed when it is sent', async () => {
    const failure = new TransientError('io', 'busy');
    const { host, client } = signing(async () => ({ failure, after: 0 }));
    host.twist = (_, count) => (count === 1 ? new Response('', { status: 503 }) : undefined);
    const source = await openUrl(bucket, client);
    await source.slice(0, 10);
    expect(host.log.map(({ url }) => url)).toEqual(
      [1, 2, 3].map((n) => `https://b.example/v?${n}`),
    );
    expect(source.input).toMatchObject({ url: bucket.url, access: bucket.access });
  });

  test('has its errors judged, and its size without HEAD', async () => {
    const { host, client } = signing(async (_, { status }) => {
      throw new DaytallyError('io', `judged ${status}`);
    });
    host.hidden = ['Content-Range'];
    expect((await openUrl(bucket, client)).byteLength).toBe(large.length);
    expect(host.ranges).toEqual([first, 'bytes=0-']);
    host.twist = () => new Response('', { status: 404 });
    await expect(openUrl(bucket, client)).rejects.toThrow('judged 404');
  });
});
