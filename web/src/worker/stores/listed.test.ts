import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { initSync } from '../../generated/daytally_stores.js';
import { HttpClient } from '../../sources/http/client';
import type { StoreAccess, UrlFile } from '../../types';
import { listed } from './listed';
import { judged, signedUrl } from './signing';

const wasm = new URL('../../generated/daytally_stores_bg.wasm', import.meta.url);
const keys = { id: 'AKID', secret: 'hidden', region: 'eu-west-1' };

beforeAll(() => {
  initSync({ module: new WebAssembly.Module(readFileSync(wasm)) });
});

type Answer = (url: URL, range: string) => Response | undefined;

/** Lists a place at a server that sends `answer`, or 404; also returns what was requested. */
async function list(url: string, answer: Answer, access?: StoreAccess) {
  const sent: URL[] = [];
  const client = new HttpClient(6, {
    wait: async () => {},
    stores: { sign: async (file) => signedUrl(file), judge: judged },
    fetch: async (input, init) => {
      const requested = new URL(String(input));
      sent.push(requested);
      const range = new Headers(init?.headers).get('Range') ?? '';
      return (
        answer(requested, range) ??
        new Response('<Error><Code>NoSuchKey</Code></Error>', { status: 404 })
      );
    },
  });
  const file: UrlFile = { path: 'given/', url, ...(access && { access }) };
  const found = listed([file], [], client, 'byLog');
  const { files, folders } = await found.catch((thrown) => {
    throw Object.assign(thrown, { sent });
  });
  return { files, folders, sent };
}

function page(keys: readonly string[], next = ''): Response {
  const each = keys.map((key) => {
    const facts = '<LastModified>2024-01-02T03:04:05.678Z</LastModified><Size>9</Size>';
    return `<Contents><Key>${key}</Key>${facts}<ETag>"e"</ETag></Contents>`;
  });
  const token = next && `<NextContinuationToken>${next}</NextContinuationToken>`;
  const more = `<IsTruncated>${next !== ''}</IsTruncated>${token}`;
  return new Response(`<ListBucketResult>${more}${each.join('')}</ListBucketResult>`);
}

/** Answers listings of whole folders; those by folder, which look for marks, are empty. */
function pages(found: (token: string | null, prefix: string) => Response): Answer {
  return ({ searchParams }) => {
    if (!searchParams.has('list-type')) return undefined;
    const prefix = searchParams.get('prefix') ?? '';
    if (searchParams.has('delimiter')) return page([]);
    return found(searchParams.get('continuation-token'), prefix);
  };
}

test('the folder of a bucket is its objects, with their versions', async () => {
  const all = ['v/d=1/100% a+b.parquet', 'v/_delta_log/0.json', 'v/_temporary/x.parquet'];
  const { files, folders, sent } = await list(
    's3://views/v',
    pages((token) => (token === null ? page(all.slice(0, 2), 'n+/=') : page(all.slice(2)))),
    keys,
  );
  const access = { ...keys, bucket: 's3://views/' };
  const root = 'https://views.s3.eu-west-1.amazonaws.com/v';
  const version = { byteLength: 9, etag: '"e"', lastModified: 'Tue, 02 Jan 2024 03:04:05 GMT' };
  const shared = { access, version, inFolder: true };
  expect(files).toEqual([
    { ...shared, path: 'v/d=1/100% a+b.parquet', url: `${root}/d%3D1/100%25%20a%2Bb.parquet` },
    { ...shared, path: 'v/_delta_log/0.json', url: `${root}/_delta_log/0.json` },
  ]);
  expect(folders).toEqual(['v/_temporary/']);
  for (const { searchParams } of sent) {
    expect(searchParams.get('X-Amz-Signature')).toMatch(/^[0-9a-f]{64}$/);
    expect(searchParams.get('X-Amz-Expires')).toBe('300');
  }
  expect(sent.join(' ')).not.toContain('hidden');
});

test('an object is a file, which needs no permission to list', async () => {
  const headers = { 'Content-Range': 'bytes 0-8/9', ETag: '"e"' };
  const { files } = await list(
    's3://views/v/d=1/a b.parquet',
    ({ pathname }) => {
      if (pathname !== '/v/d%3D1/a%20b.parquet') return new Response('', { status: 403 });
      return new Response(new Uint8Array(9), { status: 206, headers });
    },
    keys,
  );
  const file = { path: 'd=1/a b.parquet', version: { byteLength: 9, etag: '"e"' } };
  expect(files).toEqual([expect.objectContaining(file)]);
  expect(files[0]).not.toHaveProperty('inFolder');
});

test('what lies above a folder must be known, or forbidden', async () => {
  const above = (status: number) =>
    list(
      's3://views/v/',
      (url) => {
        if (url.searchParams.has('delimiter')) return new Response('', { status });
        return pages(() => page(['v/a.parquet']))(url, '');
      },
      keys,
    );
  expect((await above(403)).files).toHaveLength(1);
  await expect(above(503)).rejects.toThrow(/503/);
});

test('a bucket is read in the region that the store names', async () => {
  const code = 'AuthorizationQueryParametersError';
  const { files, sent } = await list(
    's3://views/v/',
    (url) => {
      if (url.host.includes('eu-west-1')) return pages(() => page(['v/a.parquet']))(url, '');
      const body = `<Error><Code>${code}</Code><Region>eu-west-1</Region></Error>`;
      return new Response(body, { status: 400 });
    },
    { id: 'AKID', secret: 'hidden' },
  );
  expect(sent[0]?.host).toBe('views.s3.us-east-1.amazonaws.com');
  expect(files[0]).toMatchObject({ access: { region: 'eu-west-1' } });
});

test('a container of Azure is listed by a shared access signature, without headers', async () => {
  const blob = `<Blob><Name>v/a.parquet</Name><Properties><Content-Length>9</Content-Length>
    <Etag>0x8</Etag></Properties></Blob>`;
  const { files, sent } = await list(
    'abfss://c@acc.dfs.core.windows.net/v/',
    ({ searchParams }) => {
      const found = searchParams.has('delimiter') ? '' : blob;
      const body = `<EnumerationResults><Blobs>${found}</Blobs><NextMarker/></EnumerationResults>`;
      return searchParams.get('comp') === 'list' ? new Response(body) : undefined;
    },
    { secret: '?sv=2024&sig=hidden' },
  );
  const url = 'https://acc.blob.core.windows.net/c/v/a.parquet';
  const version = { byteLength: 9, etag: '"0x8"' };
  expect(files).toMatchObject([{ path: 'v/a.parquet', url, version }]);
  for (const { search } of sent) expect(search).toMatch(/&sv=2024&sig=hidden$/);
  expect(signedUrl(files[0] as UrlFile)).toBe(`${url}?sv=2024&sig=hidden`);
});

test('a bucket of Google is signed by HMAC keys', async () => {
  const answer = pages(() => page(['v/a.parquet']));
  const { files, sent } = await list('gs://views/v/', answer, { id: 'GOOG', secret: 'hidden' });
  expect(files).toMatchObject([{ url: 'https://storage.googleapis.com/views/v/a.parquet' }]);
  for (const { searchParams } of sent) {
    expect(searchParams.get('X-Amz-Credential')).toMatch(/^GOOG\/\d{8}\/auto\/s3\/aws4_request$/);
  }
});

test('public folders at a host of a store are listed without a signature', async () => {
  const answer = pages((_, prefix) => page(prefix === 'v/' ? ['v/a.parquet'] : []));
  const { files, sent } = await list('https://views.s3.eu-west-1.amazonaws.com/v/', answer);
  expect(files).toMatchObject([{ path: 'v/a.parquet', inFolder: true }]);
  expect(sent.join(' ')).not.toContain('X-Amz');
  const other = await list('http://h:9000/views?list-type=2&prefix=v/', answer);
  expect(other.files).toMatchObject([
    { path: 'v/a.parquet', url: 'http://h:9000/views/v/a.parquet' },
  ]);
});

test.each([
  [403, 'SignatureDoesNotMatch', 'io', 'the store refuses the signature'],
  [403, 'AccessDenied', 'io', 's3:ListBucket'],
  [400, 'ExpiredToken', 'io', 'the session of the credentials has expired'],
  [404, 'NoSuchBucket', 'no_input', 'there is no such bucket'],
  [503, 'SlowDown', 'io', 'the server is busy'],
])('status %i with %s is one error, without the keys', async (status, name, code, words) => {
  const body = `<Error><Code>${name}</Code><Message>hidden AKID</Message></Error>`;
  const error = await list('s3://views/v', () => new Response(body, { status }), keys).then(
    () => undefined,
    (thrown) => thrown,
  );
  expect(error).toMatchObject({ code });
  expect(error.message).toContain('views.s3.eu-west-1.amazonaws.com: ');
  expect(error.message).toContain(words);
  expect(error.message).toContain(`status ${status}, ${name}`);
  expect(`${error.message} ${JSON.stringify(error.location)}`).not.toMatch(/hidden|AKID|X-Amz/);
  expect(error.sent).toHaveLength(status === 503 ? 4 : 2);
});

test('a part of a table is refused', async () => {
  const answer: Answer = ({ searchParams }) => {
    if (!searchParams.has('delimiter')) return page(['t/x=1/a.parquet']);
    if (searchParams.get('prefix') !== 't/') return page([]);
    const folder = '<CommonPrefixes><Prefix>t/_delta_log/</Prefix></CommonPrefixes>';
    return new Response(
      `<ListBucketResult><IsTruncated>false</IsTruncated>${folder}</ListBucketResult>`,
    );
  };
  const found = list('s3://views/t/x=1/', answer, keys);
  await expect(found).rejects.toMatchObject({ code: 'table' });
});

/** Returns an index as Python's `http.server` writes it. */
function index(...names: string[]): Response {
  const links = names.map((name) => `<li><a href="${name}">${name}</a></li>`);
  const title = 'Directory listing for /';
  return new Response(
    `<html><head><title>${title}</title></head><body><ul>${links.join('')}</ul></body></html>`,
  );
}

test('a folder that a server lists is its files', async () => {
  const { files, folders, sent } = await list('http://h/a/v/?token=hidden', ({ pathname }) => {
    if (pathname === '/a/v/') return index('x%3D1/', '_tmp/', 'b', '../up', '/c.parquet');
    if (pathname === '/a/v/x%3D1/') return index('a%20b%25.parquet');
    return pathname === '/a/v/b' ? new Response('12345') : undefined;
  });
  const parquet = 'http://h/a/v/x%3D1/a%20b%25.parquet?token=hidden';
  expect(files).toEqual([
    {
      path: 'given/b',
      url: 'http://h/a/v/b?token=hidden',
      inFolder: true,
      version: { byteLength: 5 },
    },
    { path: 'given/x=1/a b%.parquet', url: parquet, inFolder: true },
  ]);
  expect(folders).toEqual(['given/_tmp/']);
  expect(sent.map(({ pathname }) => pathname)).toContain('/a/v/.hoodie/');
});

test('a URL whose server lists nothing stays', async () => {
  for (const answer of [() => new Response('<html>hidden</html>'), () => undefined]) {
    const { files } = await list('http://h/v/', answer);
    expect(files).toEqual([{ path: 'given/', url: 'http://h/v/' }]);
  }
});

test('a folder in the index of a table is refused', async () => {
  const found = list('http://h/t/x=1/', ({ pathname }) => {
    return pathname === '/t/' ? index('x%3D1/', '_delta_log/') : index('a.parquet');
  });
  await expect(found).rejects.toMatchObject({ code: 'table' });
});
