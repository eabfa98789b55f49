import { beforeAll, expect, test, vi } from 'vitest';
import { readLink, writeLink } from './link';
import { mayShare } from './shared_urls';

beforeAll(() => void vi.stubGlobal('document', { baseURI: 'https://page.example/tool/' }));

test.each([
  '?tab=gaps&form=day&from=2022-10-02&to=2023-04-17&sort=-missing_date',
  '?tab=gaps&sort=days&hide=created_date+kind&video=dQw4w9WgXcQ',
  '?tab=unanswered&hide=reason',
  '?tab=monthly&from=2022-10-01&to=2022-12-31&sort=-aggViewCount',
  '?end-date=2023-04-17&run-date=2023-05-01&timezone=Europe%2FBerlin&outage-share=0.25&exclude-outages=1',
  '?src=https%3A%2F%2Fdata.example%2Fa.parquet&src=b.parquet&tab=unanswered&sort=reason',
  '?src=https%3A%2F%2Fdata.example%2Ftable%2F&table-version=0',
  '?src=https%3A%2F%2Fdata.example%2Ftable%2F&table-version=8987703362668583359',
  '?src=s3%3A%2F%2Fbucket%2Fv%2F%C3%BC%2F&src=gs%3A%2F%2Fbucket',
  '?tab=channels&sort=-views',
  '?tab=channels&sort=missingShare',
  '',
])('%s is read and written again', (search) => {
  const { linked, invalid } = readLink(search);
  expect(invalid).toEqual([]);
  expect(writeLink('', linked)).toBe(search);
});

test.each([
  ['?tab=gap', ['tab']],
  ['?tab=gaps&form=week', ['form']],
  ['?tab=monthly&form=day', ['form']],
  ['?tab=gaps&from=2023-02-29', ['from']],
  ['?tab=gaps&to=', ['to']],
  ['?tab=unanswered&from=2023-02-01', ['from']],
  ['?from=2023-02-01', ['from']],
  ['?tab=gaps&sort=missing_date', ['sort']],
  ['?tab=gaps&sort=--days', ['sort']],
  ['?sort=days', ['sort']],
  ['?tab=channels&sort=days', ['sort']],
  ['?tab=channels&from=2023-02-01', ['from']],
  ['?tab=gaps&hide=missing_date', ['hide']],
  ['?tab=gaps&hide=', ['hide']],
  ['?tab=unanswered&hide=video_id+reason', ['hide']],
  ['?hide=days', ['hide']],
  ['?video=', ['video']],
  ['?end-date=1.4.2023&run-date=x&timezone=Mars/X', ['end-date', 'run-date', 'timezone']],
  ['?outage-share=0', ['outage-share']],
  ['?outage-share=30', ['outage-share']],
  ['?outage-share=', ['outage-share']],
  ['?exclude-outages=true', ['exclude-outages']],
  ['?src=ftp://bucket/a.parquet', ['src']],
  ['?src=', ['src']],
  ['?table-version=3', ['table-version']],
  ['?src=&table-version=3', ['src', 'table-version']],
  ['?src=table/&table-version=', ['table-version']],
  ['?src=table/&table-version=-1', ['table-version']],
  ['?src=table/&table-version=1.5', ['table-version']],
  ['?src=table/&table-version=0x10', ['table-version']],
  ['?src=table/&table-version=12345678901234567890', ['table-version']],
])('%s is not valid', (search, names) => {
  const { linked, invalid } = readLink(search);
  expect(invalid).toEqual(names);
  expect(writeLink(search, linked)).not.toMatch(new RegExp(`[?&](${names.join('|')})=`));
});

test('parameters of other parts of the page stay', () => {
  const { linked, invalid } = readLink('?workers=3&tab=gaps&x=1');
  expect(invalid).toEqual([]);
  expect(writeLink('?workers=3&tab=monthly&x=1', linked)).toBe('?workers=3&x=1&tab=gaps');
});

test.each([
  [['https://data.example/a.parquet'], true],
  [['https://data.example/a.parquet?version=3', 'b.parquet'], true],
  [['https://data.example/a.parquet?X-Amz-Signature=ab&X-Amz-Date=20230101'], false],
  [['https://data.example/a.parquet', 'https://data.example/b.parquet?sig=x'], false],
  [['https://data.example/a.parquet?se=2023-01-01'], false],
  [['https://data.example/a.parquet?access_token=x'], false],
  [['https://data.example/a.parquet?x=0123456789abcdef0123456789abcdef'], false],
  [['https://user:pass@data.example/a.parquet'], false],
  [[`https://data.example/${'a'.repeat(1500)}`], false],
])('%s in a link: %s', (urls, shared) => {
  expect(mayShare(urls)).toBe(shared);
});
