import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Sources, selectSources } from './sources';

beforeEach(() => vi.stubGlobal('document', { baseURI: 'https://page.example/sub/index.html' }));
afterEach(() => vi.unstubAllGlobals());

const bytes = Uint8Array.of(1, 2, 3);

async function opened(sources: unknown): Promise<unknown[]> {
  const { files } = await selectSources(sources as Sources);
  return await Promise.all(
    files.map(async (file) => {
      if ('url' in file) return [file.path, file.url];
      return [file.path, [...new Uint8Array(await file.blob.arrayBuffer())]];
    }),
  );
}

/** Returns the code and the message of a refusal. */
async function refusal(sources: unknown): Promise<string> {
  const refused = (thrown: { code: string; message: string }) => `${thrown.code} ${thrown.message}`;
  return await selectSources(sources as Sources).then(() => 'taken', refused);
}

function answer(status: number, url = ''): Response {
  const response = new Response(status === 204 ? null : bytes, { status });
  Object.defineProperty(response, 'url', { value: url });
  return response;
}

describe('sources', () => {
  test('can be URLs, relative to the page', async () => {
    const url = 'https://page.example/sub/data/a%20b.parquet';
    expect(await opened('data/a b.parquet')).toEqual([['a b.parquet', url]]);
    expect(await opened(new URL('https://other.example/c.parquet?key=1'))).toEqual([
      ['c.parquet', 'https://other.example/c.parquet?key=1'],
    ]);
  });

  test('have different paths if their URLs have one name', async () => {
    const found = await opened(['x/a.parquet', 'y/a.parquet']);
    expect(found.map((each) => (each as string[])[0])).toEqual(['x/a.parquet', 'y/a.parquet']);
  });

  test('can be bytes, parts of bytes, responses, blobs and files, also together', async () => {
    expect(await opened(bytes.buffer)).toEqual([['blob-1', [1, 2, 3]]]);
    expect(await opened(bytes.subarray(1))).toEqual([['blob-1', [2, 3]]]);
    expect(await opened(new DataView(bytes.buffer, 2))).toEqual([['blob-1', [3]]]);
    const url = 'https://data.example/months/may.parquet?signature=1';
    expect(await opened(answer(200, url))).toEqual([['may.parquet', [1, 2, 3]]]);
    expect(await opened([answer(200), new File([bytes], 'f.parquet'), 'u.parquet'])).toEqual([
      ['u.parquet', 'https://page.example/sub/u.parquet'],
      ['response.parquet', [1, 2, 3]],
      ['f.parquet', [1, 2, 3]],
    ]);
  });

  test('are refused by name', async () => {
    expect(await refusal('ftp://data.example/a')).toMatch(/^invalid_option Source 1, "ftp:/);
    expect(await refusal(['a.parquet', 'folder/*'])).toMatch(
      /^invalid_option Source 2, "folder\/\*"/,
    );
    expect(await refusal(5)).toMatch(/^invalid_option Source 1 is 5/);
    expect(await refusal(null)).toMatch(/^invalid_option Source 1 is null/);
    expect(await refusal([{}])).toMatch(/^invalid_option Source 1 is an object/);
    expect(await refusal(answer(404, 'https://data.example/a.parquet'))).toBe(
      'io a.parquet: the server answered 404.',
    );
    const used = answer(200, 'https://data.example/b.parquet');
    await used.text();
    expect(await refusal(used)).toMatch(/^io b.parquet: the response can't be read/);
  });
});
