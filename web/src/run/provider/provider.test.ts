import { expect, test } from 'vitest';
import type { Provider, RunOptions } from '../../types';
import { answerByCallback } from './callback';
import { fetchProvider, providerOf, shownOptions } from './provider';

function options(provider?: unknown): RunOptions {
  const given = provider === undefined ? {} : { provider: provider as Provider };
  return { columns: {}, omitRoles: [], runDate: '2026-11-23', ...given };
}

test('there is no provider unless one is named', () => {
  expect(providerOf(options())).toBe('none');
  expect(providerOf(options('simulator'))).toBe('simulator');
  expect(fetchProvider(options('none'))).toBeUndefined();
  const youtube = { provider: 'youtube', key: 'k' };
  expect(fetchProvider(options(youtube))).toBe(youtube);
});

test.each(['youtub', { provider: 'oracle' }, { provider: 'callback' }])(
  'reports before a run that a provider cannot be called: %j',
  (provider) => {
    expect(() => providerOf(options(provider))).toThrow(/provider/);
  },
);

test('no secret is in the options that are shown', () => {
  const service = {
    provider: 'http',
    url: 'https://user:pass@example.org/v?token=secret',
    headers: [['Authorization', 'secret']],
    key: 'secret',
    batchSize: 7,
  };
  expect(shownOptions(options(service)).provider).toEqual({
    provider: 'http',
    url: 'https://example.org/v',
    headers: [['Authorization', '…']],
    batchSize: 7,
  });
  const callback = { provider: 'callback', fetchViews: async () => [] };
  expect(shownOptions(options(callback)).provider).toEqual({ provider: 'callback' });
});

test('a function answers as a service would, exactly', async () => {
  const { signal } = new AbortController();
  const body = JSON.stringify({ video_ids: ['a', 'é'] });
  const seen: unknown[] = [];
  const answer = answerByCallback(async (ids, context) => {
    seen.push(ids, context.signal);
    return [
      ['a', 2n ** 63n - 1n],
      ['é', 0],
    ];
  }, signal);
  expect(JSON.parse(await answer(body))).toEqual([
    { video_id: 'a', views: '9223372036854775807' },
    { video_id: 'é', views: '0' },
  ]);
  expect(seen).toEqual([['a', 'é'], signal]);
});

test('a value that is not a count stays one that the service refuses', async () => {
  const values = [1.5, 2 ** 53, Number.NaN, '7', undefined, null];
  const answers = values.map((views) => ['a', views as number] as const);
  const answer = answerByCallback(async () => answers, new AbortController().signal);
  const given = JSON.parse(await answer('{"video_ids": ["a"]}'));
  expect(given.map(({ views }: { views: unknown }) => views)).toEqual([
    ...['1.5', '9007199254740992 (above 2^53)', 'NaN', '7', 'undefined', null],
  ]);
  const none = answerByCallback(async () => 5 as never, new AbortController().signal);
  await expect(none('{"video_ids": ["a"]}')).rejects.toThrow(/not a list/);
});
