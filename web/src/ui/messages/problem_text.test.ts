import { expect, test } from 'vitest';
import { problemText } from './problem_text';

test('what was expected and found is apart from what failed and what to do', () => {
  const message =
    'a.parquet, column "date": its type cannot be read as date; expected DATE, or text such as ' +
    '2023-04-18, found int32. Choose the date format of the numbers (yyyymmdd or epoch_s) or ' +
    'another column (in the npm package by the options dateFormats and columns).';
  expect(problemText({ message, location: { file: 'a.parquet' } })).toEqual({
    headline:
      'a.parquet, column "date": its type cannot be read as date. Choose the date format of the ' +
      'numbers (yyyymmdd or epoch_s) or another column.',
    details: 'Expected DATE, or text such as 2023-04-18, found int32.',
  });
});

test('a message without a remedy, or without anything expected, is complete', () => {
  const bare = { message: 'it is short; expected 8 bytes, found 5 bytes.', location: {} };
  expect(problemText(bare)).toEqual({
    headline: 'It is short.',
    details: 'Expected 8 bytes, found 5 bytes.',
  });
  const plain = { message: 'It changed. Open it again.', location: { file: 'b.parquet' } };
  expect(problemText(plain)).toEqual({
    headline: 'b.parquet: It changed. Open it again.',
    details: '',
  });
});

test('a headline has at most two sentences, and the row group is a detail', () => {
  const message =
    'in/a.parquet, row group 3: a page cannot be read; found Arrow: External: snappy (expected ' +
    'offset 7; position: 12). Leave the file out. Or write it again.';
  expect(problemText({ message, location: { file: 'in/a.parquet', rowGroup: 3 } })).toEqual({
    headline: 'in/a.parquet: a page cannot be read. Leave the file out.',
    details:
      'Row group 3. Found Arrow: External: snappy (expected offset 7; position: 12). Or write it again.',
  });
  expect(problemText({ message: 'One is wrong. Two is, in b.parquet. Try again.' })).toEqual({
    headline: 'One is wrong. Two is, in b.parquet.',
    details: 'Try again.',
  });
});
