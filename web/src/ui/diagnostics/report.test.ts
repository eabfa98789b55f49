import { expect, test } from 'vitest';
import type { Dataset, Outcome, Role, RowIssues } from '../../types';
import { byFile, listed } from './by_file';
import { csvReport, jsonReport } from './report';

function issue(file: string, role: Role, rows: number, rowGroup = 0, example = ''): RowIssues {
  return { file, role, rows, rowGroup, example };
}

const diagnostics = {
  warnings: [
    { code: 'skipped_files' as const, message: '1 file was skipped.', files: ['c.parquet'] },
  ],
  rows: 9_007_199_254_740_991,
  nullDateRows: 5,
  rowsBeforeCreated: 9,
  countPairs: { differing: 6, rising: 5, videos: 2 },
  coverage: {
    stoppedVideos: 2,
    outages: [{ date: '1970-01-01', missing: 3, active: 4, share: 0.75 }],
  },
  rowIssues: [issue('a.parquet', 'date', 5, 1), issue('b, "c".parquet', 'createdDate', 9)],
  unreadable: [
    issue('a.parquet', 'date', 3, 4, 'n/a'),
    issue('a.parquet', 'date', 1, 2, '=1\n+1'),
    issue('a.parquet', 'createdDate', 7, 0, 'later'),
  ],
};
// The rest of an outcome and a dataset is not used.
const outcome = { options: { runDate: '2023-04-19' }, diagnostics } as unknown as Outcome;
const dataset = {
  plan: { roles: [{ role: 'date', column: 'day' }], files: [0, 1] },
  problems: [],
  tables: [],
  ignored: [{ path: 'in/_SUCCESS', reason: 'it marks a finished Spark job' }],
} as unknown as Dataset;

test('files are in the order of their issues, each counted once', () => {
  const files = byFile(diagnostics);
  expect(files.map(({ file, values }) => [file, values])).toEqual([
    ['a.parquet', 12],
    ['b, "c".parquet', 9],
  ]);
  const unreadable = files[0]?.lines.find((line) => line.unreadable && line.role === 'date');
  expect(unreadable).toMatchObject({ rows: 4, rowGroup: 2 });
});

test('a null that stands for an unreadable value is listed once', () => {
  const [file] = listed(diagnostics);
  const lines = file?.lines.map(({ role, unreadable, rows }) => [role, unreadable, rows]);
  expect(lines).toEqual([
    ['date', false, 1],
    ['date', true, 4],
    ['createdDate', true, 7],
  ]);
});

test('the CSV has every count, quoted where it must be', () => {
  expect(csvReport(outcome)).toBe(
    [
      'file,first_row_group,what,rows,example',
      ',,rows,9007199254740991,',
      ',,nullDateRows,5,',
      ',,rowsBeforeCreated,9,',
      ',,stoppedVideos,2,',
      ',,countPairs.differing,6,',
      ',,countPairs.rising,5,',
      ',,countPairs.videos,2,',
      ',,unreadableDateRows,4,',
      ',,unreadableCreatedRows,7,',
      'a.parquet,1,nullDateRows,5,',
      'a.parquet,2,unreadableDateRows,4,n/a',
      'a.parquet,0,unreadableCreatedRows,7,later',
      '"b, ""c"".parquet",0,rowsBeforeCreated,9,',
      '',
    ].join('\n'),
  );
});

test('no part of a name or an example begins a formula in a spreadsheet', () => {
  const place = { role: 'date', rows: 1, rowGroup: 0 } as const;
  const issues = [
    { ...place, file: '=1+1;=2.parquet', example: '=HYPERLINK("http://x")' },
    { ...place, file: 'a\t-b|@c.parquet', example: '2023-04-18' },
  ];
  const found = { ...outcome, diagnostics: { ...diagnostics, unreadable: issues, rowIssues: [] } };
  const lines = csvReport(found as unknown as typeof outcome).split('\n');
  expect(lines).toContain(`"'=1+1;'=2.parquet",0,unreadableDateRows,1,"'=HYPERLINK(""http://x"")"`);
  expect(lines).toContain(`"a\t'-b|'@c.parquet",0,unreadableDateRows,1,2023-04-18`);
});

test('the JSON has the same, and what was read', () => {
  const { whole, files, ...rest } = JSON.parse(jsonReport(outcome, dataset));
  expect(whole).toEqual({
    rows: 9_007_199_254_740_991,
    nullDateRows: 5,
    rowsBeforeCreated: 9,
    countPairs: { differing: 6, rising: 5, videos: 2 },
    coverage: {
      stoppedVideos: 2,
      outages: [{ date: '1970-01-01', missing: 3, active: 4, share: 0.75 }],
    },
  });
  expect(files[0].issues[1]).toEqual({
    what: 'unreadableDateRows',
    rows: 4,
    firstRowGroup: 2,
    example: 'n/a',
  });
  expect(rest).toEqual({
    options: { runDate: '2023-04-19' },
    warnings: [{ code: 'skipped_files', message: '1 file was skipped.', files: ['c.parquet'] }],
    columns: { date: 'day' },
    filesRead: 2,
    filesLeftOut: [],
    tables: [],
    skipped: [{ path: 'in/_SUCCESS', reason: 'it marks a finished Spark job' }],
    skippedCount: 1,
  });
});
