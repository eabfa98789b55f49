import type { CallbackProvider, FetchViews, ServiceOptions } from '../../types';
import { noFields, type ProviderFields } from '../../ui/provider/provider_fields';

/** A portal's provider: a name, options, or a function. */
export type GivenProvider = string | ServiceOptions | CallbackProvider | FetchViews;

/** Names that have fields in the form. */
export const named = ['', 'none', 'simulator', 'youtube', 'http'] as const;

/** Returns the form's fields of a given provider. */
export function fieldsOf(given: string | ServiceOptions | CallbackProvider): ProviderFields {
  if (typeof given === 'string') {
    const name = named.find((each) => each !== '' && each === given) || 'none';
    return { ...noFields, name };
  }
  const {
    provider,
    url = '',
    method = 'list',
    batchSize,
    concurrency,
    perSecond,
    dailyUnits,
  } = given;
  const { key = '', headers = [] } = given as ServiceOptions;
  const text = (value: number | undefined) => (value === undefined ? '' : String(value));
  return {
    name: provider,
    url,
    key,
    method,
    headers: headers.map(([name, value]) => `${name}: ${value}`).join('\n'),
    batchSize: text(batchSize),
    concurrency: text(concurrency),
    perSecond: text(perSecond),
    dailyUnits: text(dailyUnits),
  };
}
