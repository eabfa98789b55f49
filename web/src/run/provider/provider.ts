import { DaytallyError, pageCodes } from '../../errors';
import type { Provider, RunOptions } from '../../types';
import type { FetchProvider, ServiceOptions } from '../../types/snapshot';

const names = ['simulator', 'none'];
const called = ['youtube', 'http', 'callback'];

/**
 * Returns the provider of the snapshot. Throws a DaytallyError of code `invalid_option` for an
 * unknown name, before the data is read.
 */
export function providerOf({ provider = 'none' }: RunOptions): Provider {
  if (typeof provider === 'string') {
    if (names.includes(provider)) return provider;
    throw unknown(provider, `${names.join(', ')}, or an object that names ${called.join(', ')}`);
  }
  if (!called.includes(provider.provider)) throw unknown(provider.provider, called.join(', '));
  if (
    provider.provider === 'callback' &&
    typeof (provider as { fetchViews?: unknown }).fetchViews !== 'function'
  ) {
    const message = 'The provider `callback` needs a function `fetchViews`.';
    throw new DaytallyError(pageCodes.invalidOption, message);
  }
  return provider;
}

/** Returns the provider that is called from the page; undefined for the simulator and none. */
export function fetchProvider(options: RunOptions): FetchProvider | undefined {
  const provider = providerOf(options);
  return typeof provider === 'string' ? undefined : provider;
}

/** Returns the engine's options of a provider. */
export function serviceOf(provider: FetchProvider): ServiceOptions {
  if (!('fetchViews' in provider)) return provider;
  const { fetchViews: _, ...service } = provider;
  return service;
}

/** Returns the options without a key and header values, so that they may be shown. */
export function shownOptions(options: RunOptions): RunOptions {
  const { provider } = options;
  if (!provider || typeof provider === 'string') return options;
  const { key: _, headers, ...shown } = serviceOf(provider);
  const names = headers?.map(([name]): [string, string] => [name, '…']);
  const url = shown.url?.replace(/[?#].*$/, '').replace(/\/\/[^/@]*@/, '//');
  const service = { ...shown, ...(url && { url }), ...(names && { headers: names }) };
  return { ...options, provider: service };
}

/** Returns the provider as text. */
export function providerText({ provider, url }: Pick<ServiceOptions, 'provider' | 'url'>): string {
  const host = url && URL.canParse(url) ? new URL(url).host : '';
  if (provider === 'youtube') return `the YouTube Data API${host && ` at ${host}`}`;
  return provider === 'http' ? host || 'the service' : 'this portal';
}

function unknown(name: string, expected: string): DaytallyError {
  const message = `There is no provider ${JSON.stringify(name)}. Expected: ${expected}.`;
  return new DaytallyError(pageCodes.invalidOption, message);
}
