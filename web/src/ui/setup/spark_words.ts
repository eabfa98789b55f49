import type { Provider, ResultKind, Role, RunOptions, ServiceOptions } from '../../types';

/** A job for Spark: its list entry, its arguments, and what it needs. */
export interface SparkJob {
  readonly label: string;
  readonly words: readonly string[];
  readonly kinds: readonly ResultKind[];
}

const every: readonly ResultKind[] = ['monthly', 'gapsRanges', 'combined'];

export const sparkJobs: readonly SparkJob[] = [
  { label: 'every result', words: ['all'], kinds: every },
  { label: 'monthly views', words: ['monthly'], kinds: ['monthly'] },
  { label: 'gaps, a row for each run of days', words: ['gaps', 'ranges'], kinds: ['gapsRanges'] },
  { label: 'gaps, a row for each day', words: ['gaps', 'dates'], kinds: ['gapsDates'] },
  { label: 'gaps, a list for each video', words: ['gaps', 'list'], kinds: ['gapsList'] },
  { label: 'the snapshot', words: ['snapshot'], kinds: ['snapshot'] },
  { label: 'the combined dataset', words: ['combined'], kinds: ['combined'] },
];

/** Where Spark finds the files, and where it writes the results. */
export interface Places {
  readonly input: string;
  readonly output: string;
}

/** Returns whether a job calls a provider. */
export function callsProvider({ kinds }: SparkJob): boolean {
  return kinds.some((kind) => kind === 'snapshot' || kind === 'combined');
}

/** Returns whether a job is possible without a provider: `all` omits what needs one. */
export function isOptional({ words }: SparkJob, provider: Provider = 'none'): boolean {
  return provider === 'none' && words[0] === 'all';
}

/** Returns why Spark cannot call a provider; undefined if it can. */
export function sparkRefusal(provider: Provider = 'none'): string | undefined {
  const name = typeof provider === 'string' ? provider : provider.provider;
  if (name === 'none') return 'The snapshot and the combined dataset need a provider.';
  if (name === 'youtube')
    return 'YouTube is not available on Spark, because its quota belongs to one key.';
  if (name === 'callback') return 'This portal’s source is not available on Spark.';
  const { url = '', headers = [] } = serviceOf(provider) ?? {};
  if (/[@?]/.test(url))
    return 'The URL has credentials or a query, which the command would expose. Use a header.';
  if (headers.some(([header]) => header === '')) return 'Write headers as Name: value.';
  return undefined;
}

/** Returns the service that is called over HTTP, if it is one. */
function serviceOf(provider: Provider): ServiceOptions | undefined {
  if (typeof provider === 'string' || 'fetchViews' in provider) return undefined;
  return provider.provider === 'http' ? provider : undefined;
}

/** Returns the arguments of `daytally-spark`. */
export function wordsOf(job: SparkJob, places: Places, options: RunOptions): string[] {
  const [name = 'all', form] = job.words;
  const dated = name === 'gaps' || name === 'all';
  const { endDate, excludeOutages, outageShare, runDate, timezone } = options;
  const columns = Object.entries(options.columns) as [Role, string][];
  return [
    name,
    places.input,
    '-o',
    places.output,
    ...(form ? ['--form', form] : []),
    ...columns.flatMap(([role, column]) => ['--columns', `${role}=${column}`]),
    ...(timezone ? ['--timezone', timezone] : []),
    ...(dated && endDate ? ['--end-date', endDate] : []),
    ...(dated && excludeOutages ? ['--exclude-outages'] : []),
    ...(dated && outageShare ? ['--outage-share', String(outageShare)] : []),
    ...(callsProvider(job) && chosen(options) ? ['--run-date', runDate] : []),
    ...(callsProvider(job) ? providerWords(options.provider) : []),
  ];
}

function chosen({ provider = 'none' }: RunOptions): boolean {
  return provider !== 'none';
}

/**
 * A header's value may be a secret, which stays in the environment of the user who submits the job.
 */
function providerWords(provider: Provider = 'none'): string[] {
  if (provider === 'simulator') return ['--provider', 'simulator'];
  const service = serviceOf(provider);
  if (!service) return [];
  const { url, headers = [], batchSize, concurrency, perSecond } = service;
  const variable = (name: string) => name.toUpperCase().replace(/[^A-Z0-9]/g, '_');
  return [
    '--provider',
    'http',
    ...(url ? ['--provider-url', url] : []),
    ...headers.flatMap(([name]) => ['--header', `${name}: env:${variable(name)}`]),
    ...(batchSize ? ['--batch-size', String(batchSize)] : []),
    ...(concurrency ? ['--concurrency', String(concurrency)] : []),
    ...(perSecond ? ['--rate', String(perSecond)] : []),
  ];
}
