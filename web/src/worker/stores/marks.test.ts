import { expect, test } from 'vitest';
import { checkAbove } from './marks';

/** Returns why a key is refused in a bucket with some keys; undefined if it is not. */
async function refusal(key: string, ...keys: string[]): Promise<string | undefined> {
  const namesIn = async (folder: string) => {
    const inside = keys.filter((each) => each.startsWith(folder));
    return inside.map((each) => /^[^/]*\/?/.exec(each.slice(folder.length))?.[0] ?? '');
  };
  return await checkAbove(`s3://b/${key}`, key, namesIn).then(
    () => undefined,
    (error) => `${error.code}: ${error.message}`,
  );
}

test.each([
  ['t/x=1/', 't/_delta_log/0.json', '_delta_log/ is in t/'],
  ['t/x=1/y=2/', '_delta_log/0.json', '_delta_log/ is in the folder at the top'],
  ['t/x=1/', 't/.hoodie/hoodie.properties', '.hoodie/ is in t/'],
  [
    't/x=1/a.parquet',
    't/x=1/.hoodie_partition_metadata',
    '.hoodie_partition_metadata is in t/x=1/',
  ],
  ['t/x=1/', 't/_spark_metadata/0', '_spark_metadata/ is in t/'],
  ['t/data/x=1/', 't/metadata/v1.metadata.json', 'metadata/v1.metadata.json is in t/'],
  ['t/a.parquet', 't/_committed_12', '_committed_12 is in t/'],
  ['t/x=1/', 't/_started_12', '_started_12 is in t/'],
])('%s beside %s is refused', async (key, mark, words) => {
  expect(await refusal(key, mark)).toMatch(/^table: s3:\/\/b\//);
  expect(await refusal(key, mark)).toContain(words);
});

test.each([
  ['t/', 't/_delta_log/0.json'],
  ['v/', 't/_delta_log/0.json'],
  ['', '_delta_log/0.json'],
  ['t/v/', 't/metadata/notes.json'],
  // Without a partition, commits decide nothing.
  ['t/v/', 't/_committed_12'],
])('%s beside %s is not refused', async (key, mark) => {
  expect(await refusal(key, mark)).toBeUndefined();
});

test('what cannot be listed decides nothing', async () => {
  const namesIn = async (folder: string) => (folder === '' ? ['_delta_log/'] : undefined);
  await expect(checkAbove('s3://b/t/v/', 't/v/', namesIn)).rejects.toMatchObject({ code: 'table' });
  await checkAbove('s3://b/t/v/', 't/v/', async () => undefined);
});
