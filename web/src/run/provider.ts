import { DaytallyError, pageCodes } from '../errors';
import type { Provider, RunOptions } from '../types';
import type { AskedProvider, ServiceOptions } from '../types/snapshot';

const names = ['simulator', 'none'];
const asked = ['youtube', 'http', 'callback'];

/**
 * Who is asked for the snapshot. Throws a DaytallyError of code `invalid_option` when nobody is
 * known by that name, which is better said before the data is read.
 */
export function providerOf({ provider = 'none' }: RunOptions): Provider {
  if (typeof provider === 'string') {
    if (names.includes(provider)) return provider;
    throw unknown(provider, `${names.join(', ')}, or an object that names ${asked.join(', ')}`);
  }
  if (!asked.includes(provider.provider)) throw unknown(provider.provider, asked.join(', '));
  if (
    provider.provider === 'callback' &&
    typeof (provider as { ask?: unknown }).ask !== 'function'
  ) {
    const message = 'The provider `callback` needs a function `ask`.';
    throw new DaytallyError(pageCodes.invalidOption, message);
  }
  return provider;
}

/** The provider of a run where it is asked from here; undefined for the simulator and nobody. */
export function askedProvider(options: RunOptions): AskedProvider | undefined {
  const provider = providerOf(options);
  return typeof provider === 'string' ? undefined : provider;
}

/** What the engine is told of a provider. */
export function serviceOf(provider: AskedProvider): ServiceOptions {
  if (!('ask' in provider)) return provider;
  const { ask: _, ...service } = provider;
  return service;
}

/** The options without a key and what headers say, as they may be shown. */
export function shownOptions(options: RunOptions): RunOptions {
  const { provider } = options;
  if (!provider || typeof provider === 'string') return options;
  const { key: _, headers, ...shown } = serviceOf(provider);
  const names = headers?.map(([name]): [string, string] => [name, '…']);
  const url = shown.url?.replace(/[?#].*$/, '').replace(/\/\/[^/@]*@/, '//');
  const service = { ...shown, ...(url && { url }), ...(names && { headers: names }) };
  return { ...options, provider: service };
}

/** Who is asked, for a sentence. */
export function providerText({ provider, url }: Pick<ServiceOptions, 'provider' | 'url'>): string {
  const host = url && URL.canParse(url) ? new URL(url).host : '';
  if (provider === 'youtube') return `the YouTube Data API${host && ` at ${host}`}`;
  return provider === 'http' ? host || 'the service' : 'this portal';
}

function unknown(name: string, expected: string): DaytallyError {
  const message = `There is no provider ${JSON.stringify(name)}. Expected: ${expected}.`;
  return new DaytallyError(pageCodes.invalidOption, message);
}
