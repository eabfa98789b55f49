import { DaytallyError, pageCodes } from '../errors';
import type { FetchViews, Provider, ServiceOptions } from '../types';
import { type Check, type Checks, checked, refused, unknownName } from './check';
import { above0, callable, listOf, oneOf, someText, whole } from './values';

const names = ['simulator', 'none'] as const;
const called = ['youtube', 'http', 'callback'] as const;
const expected = `${names.join(', ')}, or an object with a provider (${called.join(', ')})`;

/** Text that no error message may show. */
const secret: Check<string> = (value, option) => {
  if (typeof value === 'string') return value;
  throw hidden(option, 'text');
};

const header: Check<[string, string]> = (value, option) => {
  const [name, content] = Array.isArray(value) && value.length === 2 ? value : [];
  if (typeof name === 'string' && typeof content === 'string') return [name, content];
  throw hidden(option, 'a pair of texts, [name, value]');
};

const headers: Check<[string, string][]> = (value, option) => {
  if (!Array.isArray(value)) throw hidden(option, 'a list of pairs, [name, value]');
  return [...listOf(header)(value, option)];
};

function hidden(option: string, expected: string): DaytallyError {
  return new DaytallyError(pageCodes.invalidOption, `Option "${option}": expected ${expected}.`);
}

type Service = ServiceOptions & { readonly fetchViews: FetchViews };

const service: Checks<Service> = {
  provider: oneOf(called),
  url: someText,
  key: secret,
  method: oneOf(['list', 'batchGetStats']),
  headers,
  batchSize: whole(1, 2 ** 32 - 1),
  concurrency: whole(1, 2 ** 32 - 1),
  perSecond: above0(),
  dailyUnits: whole(1),
  fetchViews: callable,
};

/** A provider by name, as in an attribute; its options are entered in the page. */
export const named = oneOf(['simulator', 'none', 'youtube', 'http']);

/** A provider of a run: a name, or an object of options. */
export const provider: Check<Provider> = (value, option) => {
  if (typeof value === 'string') {
    const name = names.find((known) => known === value);
    if (name) return name;
    if (called.some((known) => known === value)) {
      throw refused(option, `an object, such as { provider: ${JSON.stringify(value)}, … }`, value);
    }
    throw unknownName(`There is no provider`, value, [expected]);
  }
  if (typeof value !== 'object' || value === null) throw refused(option, expected, value);
  const taken = checked<Service>(value, service, `Option "${option}"`);
  if (taken.provider === undefined)
    throw refused(`${option}.provider`, called.join(', '), undefined);
  const isCallback = taken.provider === 'callback';
  if (isCallback !== (taken.fetchViews !== undefined)) {
    const message = isCallback
      ? 'The provider "callback" needs a function `fetchViews`.'
      : 'Only the provider "callback" has a function `fetchViews`.';
    throw new DaytallyError(pageCodes.invalidOption, message);
  }
  return taken as Provider;
};
