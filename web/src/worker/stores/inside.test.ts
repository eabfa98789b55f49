import { expect, test } from 'vitest';
import { above, shortPath, unwalked } from './inside';

test.each([
  ['a.parquet', undefined],
  ['x=1/_day=2/a.parquet', undefined],
  ['_delta_log/0.json', undefined],
  ['x/_temporary/0/a.parquet', 'x/_temporary/'],
  ['.hoodie/a', '.hoodie/'],
])('of %s, %s is not walked', (inside, folder) => {
  expect(unwalked(inside)).toBe(folder);
});

test.each([
  ['v/a.parquet', 'a.parquet'],
  ['v/x=1/y=2/a.parquet', 'x=1/y=2/a.parquet'],
  ['x=1/v/a.parquet', 'a.parquet'],
])('the path of the object %s is %s', (key, path) => {
  expect(shortPath(key)).toBe(path);
});

test.each([
  ['', []],
  ['v/', ['']],
  ['a.parquet', ['']],
  ['t/v/x=1/', ['t/v/', 't/', '']],
  ['t/v/a.parquet', ['t/v/', 't/', '']],
])('the folders above %s are %o', (key, folders) => {
  expect(above(key)).toEqual(folders);
});
