import { expect, test } from 'vitest';
import { firstLook, kindOf, type Look, placed, queried, queryOf } from './look';

const some = { id: 'a', first: '', last: '' };
const none = { id: '', first: '', last: '' };
const plain = { fields: none, sort: undefined, hidden: [] };
const filtered: Look = { ...firstLook, filters: new Map([['gapsDates', some]]) };

test.each([
  ['the first letter', firstLook, some, true],
  ['another letter', filtered, { ...some, id: 'ab' }, false],
  ['a day beside an id', filtered, { ...some, first: '2023-01-01' }, false],
  ['clearing', filtered, none, true],
  ['nothing', firstLook, none, false],
] as const)('Back returns from a filter as a whole: %s', (_, look, fields, navigates) => {
  const change = queried(look, 'gapsDates', { ...plain, fields });
  expect(change.navigates).toBe(navigates);
  expect(change.look?.filters?.get('gapsDates')).toEqual(fields);
});

test('an order belongs to one result and does not navigate', () => {
  const sort = { column: 'days', descending: true };
  const { look, navigates } = queried(firstLook, 'gapsRanges', { ...plain, sort });
  expect(navigates).toBe(false);
  expect(look?.sorts).toEqual(new Map([['gapsRanges', sort]]));
  const sorted = { ...firstLook, ...look };
  expect(queried(sorted, 'gapsRanges', plain).look?.sorts).toEqual(new Map());
});

test('hidden columns belong to one result and do not navigate', () => {
  const { look, navigates } = queried(firstLook, 'gapsRanges', { ...plain, hidden: ['days'] });
  expect(navigates).toBe(false);
  const next = { ...firstLook, ...look };
  expect(queryOf(next, 'gapsRanges').hidden).toEqual(['days']);
  expect(queryOf(next, 'gapsDates').hidden).toEqual([]);
});

test('a place has the form and the filter of its result, and leaves those of others', () => {
  const place = {
    tab: 'gaps',
    kind: 'gapsRanges',
    first: '2023-01-01',
    last: '2023-01-02',
  } as const;
  const { tab, look, navigates } = placed({ ...filtered, form: 'gapsList' }, place);
  expect([tab, look?.form, navigates]).toEqual(['gaps', 'gapsRanges', true]);
  expect(look?.filters?.get('gapsRanges')).toEqual({
    id: '',
    first: '2023-01-01',
    last: '2023-01-02',
  });
  expect(look?.filters?.get('gapsDates')).toEqual(some);
  expect(placed(filtered, { tab: 'diagnostics' })).toEqual({ tab: 'diagnostics', navigates: true });
});

test.each([
  ['gaps', 'gapsDates'],
  ['monthly', 'monthly'],
  ['overview', undefined],
  ['diagnostics', undefined],
] as const)('tab %s shows %s', (tab, kind) => {
  expect(kindOf(tab, 'gapsDates')).toBe(kind);
});
