import { expect, test } from 'vitest';
import { listUrl, storePlace } from './places';

test.each([
  ['https://views.s3.eu-west-1.amazonaws.com/a%20b/', 's3://views/a b/', { region: 'eu-west-1' }],
  ['https://a.b.s3.amazonaws.com/', 's3://a.b/', {}],
  ['https://s3.eu-west-1.amazonaws.com/views/x=1/', 's3://views/x=1/', { region: 'eu-west-1' }],
  ['https://views.s3-us-west-2.amazonaws.com/v/', 's3://views/v/', { region: 'us-west-2' }],
  ['https://views.s3.amazonaws.com/?list-type=2&prefix=v%2F', 's3://views/v/', {}],
  ['https://storage.googleapis.com/views/v/', 'gs://views/v/', {}],
  ['https://acc.blob.core.windows.net/views/v/', 'abfss://views@acc.blob.core.windows.net/v/', {}],
])('%s is %s', (text, url, access) => {
  expect(storePlace(text)).toEqual({ url, access });
});

test.each([
  'https://views.example/v/',
  'https://s3.eu-west-1.amazonaws.com/',
  'https://s3.amazonaws.com.example/views/',
  // A query may be a signature, which is for this very URL.
  'https://views.s3.amazonaws.com/v/?X-Amz-Signature=x',
  'https://acc.blob.core.windows.net/views/v/?sig=x',
])('%s is no place of a store', (text) => {
  expect(storePlace(text)).toBeUndefined();
});

test('a URL that lists a bucket has its root and the prefix', () => {
  const root = 'http://h:9000/views/';
  expect(listUrl('http://h:9000/views?list-type=2&prefix=a%20b%2F')).toEqual({
    root,
    prefix: 'a b/',
  });
  expect(listUrl('http://h:9000/views/?list-type=2&max-keys=9')).toEqual({ root, prefix: '' });
  expect(listUrl('http://h:9000/views?prefix=a')).toBeUndefined();
  expect(listUrl('http://h:9000/views?list-type=2&token=x')).toBeUndefined();
});
