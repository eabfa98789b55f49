import { describe, expect, test } from 'vitest';
import { absoluteUrl, checkUrls, selectUrls } from './urls';

describe('entered URLs', () => {
  test('are one per line, without empty lines, spaces around and fragments', () => {
    const text = '  https://a.org/x.parquet?s=1#here \n\n http://b.org:81/y.parquet\r\n';
    expect(checkUrls(text, 'http://page.org/')).toEqual({
      urls: ['https://a.org/x.parquet?s=1', 'http://b.org:81/y.parquet'],
      problems: [],
    });
  });

  test.each([
    ['data/x.parquet', 'Start the URL with https:// or http://'],
    ['a.org/x.parquet', 'Start the URL'],
    ['s3://bucket/*.parquet', 'Wildcards are not supported'],
    ['s3://a b/x.parquet', 'Not a valid URL'],
    ['file:///x.parquet', 'file: is not supported'],
    ['javascript:alert(1)', 'javascript: is not supported'],
    ['https://', 'Not a valid URL'],
    ['https://a.org:99999/x', 'Not a valid URL'],
    ['https://a.org/x.parquet https://a.org/y.parquet', 'one URL per line'],
    ['https://me:secret@a.org/x.parquet', 'user name or password'],
    ['https://a.org/data/*.parquet', 'Wildcards are not supported'],
    ['http://a.org/x.parquet', 'Use https'],
  ])('%s is refused with a sentence', (text, words) => {
    const { urls, problems } = checkUrls(`\n${text}`, 'https://page.org/');
    expect(urls).toEqual([]);
    expect(problems).toEqual([{ line: 2, message: expect.stringContaining(words) }]);
    expect(problems[0]?.message).toMatch(/\.$/);
    expect(problems[0]?.message).not.toContain('secret');
  });

  test('may be of buckets, whose keys stay as they are', () => {
    const urls = ['s3://b/a%20b +&ü?x#1', 'S3://b/a%20b +&ü?x#2', 'gs://b', 'abfss://c@h.dfs.x/v/'];
    expect(checkUrls(urls.join('\n'), 'https://page.org/')).toEqual({ urls, problems: [] });
    const access = { id: 'AK', secret: 'hidden' };
    const { files, ignored } = selectUrls([...urls, 'https://a.org/x'], access);
    expect(ignored).toEqual([]);
    expect(files.map((file) => 'url' in file && [file.url, file.access])).toEqual([
      ...urls.map((url) => [url, access]),
      ['https://a.org/x', undefined],
    ]);
    expect(absoluteUrl('s3://b/ü')).toBe('s3://b/ü');
  });

  test('may be of this machine for a page that came by https', () => {
    for (const host of ['localhost:8080', '127.0.0.1', '[::1]:9', 'data.localhost']) {
      const { problems } = checkUrls(`http://${host}/x.parquet`, 'https://page.org/');
      expect(problems).toEqual([]);
    }
  });

  test('are not read twice', () => {
    const { urls } = checkUrls('https://a.org/x\nhttps://b.org/x\nhttps://a.org/x#y');
    const { files, ignored } = selectUrls(urls);
    expect(files.map(({ path }) => path)).toEqual(['a.org/x', 'b.org/x']);
    expect(ignored).toEqual([
      { path: '/x', reason: 'it is the same URL as number 1, signatures aside' },
    ]);
  });

  test.each([
    ['?X-Amz-Signature=1&X-Amz-Date=2', '?x-amz-signature=3', 1],
    ['?X-Goog-Signature=1&X-Goog-Expires=2', '', 1],
    ['?sv=2024&sig=a%2Bb&se=1&sp=r', '?sv=2025&sig=c&se=2&sp=r', 1],
    ['?Expires=1&Signature=a&Key-Pair-Id=k', '?Expires=2&Signature=b&Key-Pair-Id=k', 1],
    ['?AWSAccessKeyId=k&Expires=1&Signature=a', '?AWSAccessKeyId=k&Expires=2&Signature=b', 1],
    ['?v=1', '?v=2', 2],
    ['?versionId=1&X-Amz-Signature=1', '?versionId=2&X-Amz-Signature=1', 2],
    ['?se=1', '?se=2', 2],
    ['?Expires=1', '?Expires=2', 2],
  ])('%s and %s are %i files', (a, b, files) => {
    const both = selectUrls([`https://a.org/x.parquet${a}`, `https://a.org/x.parquet${b}`]);
    expect(both.files).toHaveLength(files);
    expect(both.ignored).toHaveLength(2 - files);
  });

  test('are selected all, or none', () => {
    const { files } = selectUrls([new URL('https://a.org/x.parquet')]);
    expect(files).toEqual([{ path: 'x.parquet', url: 'https://a.org/x.parquet' }]);
    expect(() => selectUrls(['https://a.org/x', 'x'])).toThrow(/^URL 2: Start the URL/);
  });
});

describe('the path that is shown', () => {
  const shown = (...urls: string[]) => selectUrls(urls).files.map(({ path }) => path);

  test('is the name, never the query', () => {
    expect(shown('https://a.org/lake/x.parquet?key=secret')).toEqual(['x.parquet']);
    expect(shown('https://a.org/part%20%C3%BC.parquet')).toEqual(['part ü.parquet']);
    expect(shown('https://a.org/a%2Fb.parquet', 'https://a.org/%ff')).toEqual([
      'a%2Fb.parquet',
      '%ff',
    ]);
  });

  test('of a folder, which may be a table, ends in a slash', () => {
    expect(shown('https://a.org/lake/views/?key=secret')).toEqual(['views/']);
    expect(shown('https://a.org', 'https://b.org/1/v/', 'https://b.org/2/v/')).toEqual([
      'a.org/',
      'b.org/1/v/',
      'b.org/2/v/',
    ]);
  });

  test('has the folders from the first Hive key on', () => {
    expect(shown('https://a.org/lake/channel_id=UC1/raw/date=2023-01-01/x.parquet')).toEqual([
      'channel_id=UC1/raw/date=2023-01-01/x.parquet',
    ]);
  });

  test('distinguishes files of one name, in the order of their folders', () => {
    expect(
      shown('https://a.org/lake/2/a', 'https://a.org/lake/1/b', 'https://a.org/lake/c'),
    ).toEqual(['2/a', '1/b', 'c']);
    expect(shown('https://a.org/x', 'https://b.org/x')).toEqual(['a.org/x', 'b.org/x']);
    expect(shown('https://a.org/x.parquet?v=1', 'https://a.org/x.parquet?v=2')).toEqual([
      'x.parquet',
      'x (2).parquet',
    ]);
  });

  // More than a call accepts as arguments; a busy machine takes its time for them.
  test('of many URLs is found', { timeout: 60_000 }, () => {
    const urls = Array.from({ length: 200_000 }, (_, i) => `https://a.org/lake/${i}.parquet`);
    expect(selectUrls(urls).files.at(-1)?.path).toBe('199999.parquet');
  });
});
