import { expect, test } from 'vitest';
import type { RunOptions } from '../../types';
import { callsProvider, sparkJobs, sparkRefusal, wordsOf } from './spark_words';

const places = { input: 's3a://bucket/views', output: 'out' };
const options: RunOptions = {
  columns: { viewCount: 'plays', date: 'seen on' },
  omitRoles: [],
  runDate: '2023-04-19',
  endDate: '2023-04-18',
  timezone: 'Asia/Kolkata',
  provider: 'simulator',
};

function line(first: string, form?: string, of = options): string[] {
  const job = sparkJobs.find(({ words }) => words[0] === first && words[1] === form);
  if (!job) throw new Error(`there is no job ${first}`);
  return wordsOf(job, places, of);
}

const common = [
  ...['--columns', 'viewCount=plays', '--columns', 'date=seen on'],
  ...['--timezone', 'Asia/Kolkata'],
];

test('a job has the arguments that it needs, and no others', () => {
  expect(line('monthly')).toEqual(['monthly', 's3a://bucket/views', '-o', 'out', ...common]);
  expect(line('gaps', 'dates')).toEqual([
    ...['gaps', 's3a://bucket/views', '-o', 'out', '--form', 'dates', ...common],
    ...['--end-date', '2023-04-18'],
  ]);
  expect(
    line('gaps', 'list', { ...options, excludeOutages: true, outageShare: 0.5 }).slice(-3),
  ).toEqual([...['--exclude-outages', '--outage-share', '0.5']]);
  const dates = ['--end-date', '2023-04-18', '--run-date', '2023-04-19'];
  expect(line('all').slice(-6)).toEqual([...dates, '--provider', 'simulator']);
  const bare: RunOptions = { columns: {}, omitRoles: [], runDate: '2023-04-19' };
  expect(line('all', undefined, bare)).toEqual(['all', 's3a://bucket/views', '-o', 'out']);
  expect(line('snapshot', undefined, { ...bare, provider: 'simulator' })).toEqual([
    ...['snapshot', 's3a://bucket/views', '-o', 'out', '--run-date', '2023-04-19'],
    ...['--provider', 'simulator'],
  ]);
});

test('the value of a header is not in the arguments', () => {
  const provider = {
    provider: 'http' as const,
    url: 'https://views.example/ask',
    headers: [['X-Api-Key', 'secret']] as [string, string][],
    batchSize: 50,
    concurrency: 2,
    perSecond: 0.5,
  };
  const words = line('snapshot', undefined, { ...options, provider });
  expect(words.join(' ')).not.toContain('secret');
  expect(words.slice(-12)).toEqual([
    ...['--provider', 'http', '--provider-url', 'https://views.example/ask'],
    ...['--header', 'X-Api-Key: env:X_API_KEY', '--batch-size', '50'],
    ...['--concurrency', '2', '--rate', '0.5'],
  ]);
});

test('the providers that Spark can call', () => {
  expect(sparkRefusal('simulator')).toBeUndefined();
  expect(sparkRefusal('none')).toMatch(/need a provider/);
  expect(sparkRefusal({ provider: 'http', url: 'https://views.example/' })).toBeUndefined();
  expect(sparkRefusal({ provider: 'http', url: 'https://views.example/?key=k' })).toMatch(/query/);
  expect(sparkRefusal({ provider: 'http', url: 'https://u:p@views.example/' })).toMatch(
    /credentials/,
  );
  expect(sparkRefusal({ provider: 'http', headers: [['', 'k']] })).toMatch(/Name: value/);
  expect(sparkRefusal({ provider: 'youtube', key: 'k' })).toMatch(/YouTube/);
  expect(sparkRefusal({ provider: 'callback', fetchViews: async () => [] })).toMatch(/portal/);
  expect(sparkJobs.filter(callsProvider).map(({ words }) => words[0])).toEqual([
    ...['all', 'snapshot', 'combined'],
  ]);
});
