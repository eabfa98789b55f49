import { afterEach, expect, test, vi } from 'vitest';
import { compileModule } from './start';

afterEach(() => vi.unstubAllGlobals());

test('a module that is in use is not fetched again', async () => {
  const empty = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
  const fetching = vi.fn(async (_url: string) => new Response(empty));
  vi.stubGlobal('fetch', fetching);
  vi.stubGlobal('location', new URL('https://page.example/'));
  const [one, other] = ['https://page.example/one.wasm', 'https://page.example/other.wasm'];
  const module = await compileModule({ wasmUrl: one });
  expect(await compileModule({ wasmUrl: one })).toBe(module);
  expect(await compileModule({ wasmUrl: other })).not.toBe(module);
  expect(fetching.mock.calls.map(([url]) => url)).toEqual([one, other]);
});
