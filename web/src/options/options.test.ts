import { describe, expect, test } from 'vitest';
import type { RunOptions } from '../types';
import { type Checks, checked, shown } from './check';
import { checkWindow, filterOf, formatOf, resultKind, viewOf } from './rows';
import { followingChecks, limitChecks, runChecks } from './run';
import { suggestion } from './suggest';

const all = { ...runChecks, ...followingChecks, ...limitChecks } as Checks<
  Record<string, unknown> & RunOptions
>;
const take = (options: unknown) => checked(options, all, 'analyze()');

/** Values of every kind that untyped JavaScript may pass. */
const junk: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  2 ** 53,
  5n,
  '',
  ' ',
  'nonsense',
  '2023-02-29',
  '2023-4-1',
  new Date(0),
  Symbol('s'),
  () => {},
  [],
  [null],
  {},
  { constructor: 'date' },
  JSON.parse('{"__proto__": "date"}'),
  Object.create(null),
  Object.create({ columns: 1 }),
  new Map([['date', 'day']]),
  new Proxy(
    {},
    {
      get: () => {
        throw new Error('trap');
      },
    },
  ),
];

describe('options by name', () => {
  test('those that are valid are copied, and those that are undefined are absent', () => {
    const columns = { viewCount: 'plays', date: undefined };
    const given = { columns, endDate: '2024-02-29', timezone: undefined, outageShare: 1 };
    const taken = take(given);
    expect(taken).toEqual({
      columns: { viewCount: 'plays' },
      endDate: '2024-02-29',
      outageShare: 1,
    });
    expect(taken.columns).not.toBe(columns);
    expect(take(undefined)).toEqual({});
  });

  test('an unknown one is refused with the valid names', () => {
    for (const name of ['enddate', 'end-date', 'endDat', 'constructor', '__proto__', 'toString']) {
      const given = JSON.parse(JSON.stringify({ [name]: 1 }).replace('{}', '{"__proto__":1}'));
      expect(() => take(given), name).toThrow(`analyze() has no option ${JSON.stringify(name)}.`);
      expect(() => take(given), name).toThrow(/Expected: columns, .*endDate/);
    }
    expect(() => take({ enddate: 1 })).toThrow('Did you mean "endDate"?');
    expect(() => take({ colums: 1 })).toThrow('Did you mean "columns"?');
    expect(() => take({ enddate: undefined })).toThrow('no option');
  });

  test('every one refuses every value of a wrong kind, with a code and its name', () => {
    for (const name of Object.keys(all)) {
      let refusals = 0;
      for (const value of junk) {
        try {
          take({ [name]: value });
        } catch (thrown) {
          refusals += 1;
          expect(thrown, `${name} ${String(typeof value)}`).toMatchObject({
            name: 'DaytallyError',
            code: 'invalid_option',
          });
          expect((thrown as Error).message).toMatch(/\w.*\.$/s);
        }
      }
      expect(refusals, name).toBeGreaterThan(junk.length / 2);
    }
    for (const value of junk) {
      if (typeof value === 'object' && value && Object.keys(value).length === 0) continue;
      expect(() => take(value)).toThrow(/analyze\(\)/);
    }
  });

  test.each([
    [
      { endDate: new Date(0) },
      /"endDate": expected a day as text, YYYY-MM-DD, found a Date\. .*zones/,
    ],
    [{ endDate: '2023-02-29' }, /found "2023-02-29"/],
    [
      { columns: { views: 'x' } },
      /no role "views"\..*channelId, videoId, createdDate, date, viewCount/,
    ],
    [{ columns: { date: 5 } }, /"columns\.date": expected text that is not empty, found 5/],
    [{ omitRoles: ['day'] }, /"omitRoles\[0\]" can't be "day"/],
    [{ outageShare: 0 }, /a number above 0, at most 1, found 0/],
    [{ batchSize: 2 ** 32 + 1 }, /a whole number from 1 to 4294967295/],
    [{ ledger: 'go on' }, /can't be "go on"\. Expected: resume, restart/],
    [{ provider: 'simulater' }, /There is no provider "simulater"/],
    [{ provider: 'youtube' }, /an object, such as \{ provider: "youtube"/],
    [
      { provider: { provider: 'youtube', apiKey: 'k' } },
      /no option "apiKey"\..*Expected: provider, url, key/,
    ],
    [{ provider: { provider: 'callback' } }, /needs a function `fetchViews`/],
    [{ provider: { provider: 'http', fetchViews: () => [] } }, /Only the provider "callback"/],
    [{ signal: {} }, /"signal": expected an AbortSignal/],
    [{ workers: 0.5 }, /"workers": expected a whole number from 1 to 256, found 0\.5/],
    [{ workerUrl: 'http://' }, /"workerUrl": expected a URL/],
  ])('%j is refused in a sentence', (given, message) => {
    expect(() => take(given)).toThrow(message);
  });

  test('a message shows no secret', () => {
    const headers = [['Authorization', 'hunter2', '']];
    for (const provider of [
      { provider: 'http', headers },
      { provider: 'http', headers: 'hunter2' },
      { provider: 'youtube', key: ['hunter2'] },
    ]) {
      expect(() => take({ provider })).toThrow(/^((?!hunter2).)*$/);
    }
  });

  test('a value is named without running its code', () => {
    const hostile = {
      toString: () => {
        throw new Error('ran');
      },
      [Symbol.toPrimitive]: 1,
    };
    expect(shown(hostile)).toBe('an object');
    expect(shown('x'.repeat(100))).toBe(JSON.stringify(`${'x'.repeat(60)}…`));
    expect([shown(10n), shown(null), shown([]), shown(() => {})]).toEqual([
      '10n',
      'null',
      'a list',
      'a function',
    ]);
  });
});

describe('results and their rows', () => {
  test('the error of an unknown result or format lists the valid ones', () => {
    expect(() => resultKind('gaps')).toThrow(
      'There is no result "gaps". Expected: monthly, gapsList, gapsDates, gapsRanges, snapshot',
    );
    expect(() => resultKind('gapslist')).toThrow('Did you mean "gapsList"?');
    expect(() => resultKind('gaps')).toThrow(expect.objectContaining({ code: 'no_result' }));
    expect(() => formatOf('json')).toThrow(
      'Expected: parquet, csv, spreadsheet.csv, arrow, arrows.',
    );
    expect(() => formatOf('json')).toThrow(expect.objectContaining({ code: 'invalid_option' }));
  });

  test('filters, orders and windows are checked', () => {
    expect(filterOf({ id: 'UC', first: 19_000 })).toEqual({ id: 'UC', first: 19_000 });
    expect(viewOf({ sort: { column: 'month' } })).toEqual({
      sort: { column: 'month', descending: false },
    });
    const code = expect.objectContaining({ code: 'invalid_option' });
    for (const filter of [{ id: 5 }, { from: 1 }, { first: '2023-01-01' }, { first: 2 ** 31 }, 5]) {
      expect(() => filterOf(filter)).toThrow(code);
      expect(() => viewOf({ filter })).toThrow(code);
    }
    for (const sort of [{}, { column: 'a', descending: 'no' }, 'month']) {
      expect(() => viewOf({ sort })).toThrow(code);
    }
    for (const [start, end] of [
      [-1, 2],
      [3, 2],
      [0.5, 2],
      [0, Number.NaN],
      [0n, 5n],
      [0, null],
    ]) {
      expect(() => checkWindow(start, end)).toThrow(code);
    }
    expect(() => checkWindow(0, 0)).not.toThrow();
  });
});

test('a typo gets a suggestion, and nothing else does', () => {
  const names = ['endDate', 'runDate', 'tab', 'columns'];
  expect(suggestion('end_date', names)).toBe(' Did you mean "endDate"?');
  expect(suggestion('tabs', names)).toBe(' Did you mean "tab"?');
  expect(suggestion('date', names)).toBe('');
  expect(suggestion('weather', names)).toBe('');
});
