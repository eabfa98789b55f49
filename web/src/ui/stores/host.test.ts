import { expect, test } from 'vitest';
import { hostOf } from './host';

/** The same hosts as those of `Bucket` in `store/src/bucket.rs`, by its tests. */
test.each([
  ['s3://views/a', { region: 'eu-west-1' }, 'views.s3.eu-west-1.amazonaws.com'],
  ['s3://views', {}, 'views.s3.us-east-1.amazonaws.com'],
  ['S3A://a.b/c', { region: 'cn-north-1' }, 's3.cn-north-1.amazonaws.com.cn'],
  ['s3://views/', { endpoint: 'http://H:80/s3/' }, 'h'],
  ['s3://views/', { endpoint: 'h' }, undefined],
  ['gs://b/c', {}, 'storage.googleapis.com'],
  ['abfss://c@acc.dfs.core.windows.net/p', {}, 'acc.blob.core.windows.net'],
  ['az://c/p', {}, undefined],
])('the host of %s with %o is %s', (url, access, host) => {
  expect(hostOf(url, access)).toBe(host);
});
