import { expect, test } from 'vitest';
import type { Store } from '../../browser/storage';
import type { SchemaColumn } from '../../types';
import { KnownColumns, readStored, save, schemaHash } from './known_columns';

function memory(): Store & { readonly items: Map<string, string> } {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (name) => items.get(name) ?? null,
    setItem: (name, value) => void items.set(name, value),
  };
}

const refusing: Store = {
  getItem() {
    throw new Error('denied');
  },
  setItem() {
    throw new Error('full');
  },
};

function schema(...columns: [name: string, ...types: string[]][]): SchemaColumn[] {
  return columns.map(([name, ...types]) => ({ name, types, kinds: ['text'], inPath: false }));
}

const chosen = { columns: { viewCount: 'b' }, omitRoles: ['date'] } as const;

test('a store that refuses keeps nothing and causes no error', () => {
  for (const store of [refusing]) {
    save(store, 'x', 1);
    expect(readStored(store, 'x')).toBeUndefined();
    new KnownColumns(store).remember(schema(['a', 'text']), chosen);
    expect(new KnownColumns(store).recall(schema(['a', 'text']))).toBeUndefined();
  }
});

test('a choice is recalled for the same columns in any order, and for no others', () => {
  const store = memory();
  const known = new KnownColumns(store);
  known.remember(schema(['a', 'text'], ['b', 'int64', 'text']), chosen);
  expect(known.recall(schema(['b', 'text', 'int64'], ['a', 'text']))).toEqual(chosen);
  expect(known.recall(schema(['a', 'text'], ['b', 'int64']))).toBeUndefined();
  expect(known.recall(schema(['a', 'text']))).toBeUndefined();
  expect([...store.items.values()].join()).not.toContain('int64');
});

test('names and types are not mixed up in the hash', () => {
  const all = [
    schema(['a', 'b']),
    schema(['a'], ['b']),
    schema(['b', 'a']),
    schema(['a,b']),
    schema(['a","b']),
    schema(),
  ];
  expect(new Set(all.map(schemaHash)).size).toBe(all.length);
});

test('an empty choice is forgotten, and so are the oldest of many', () => {
  const store = memory();
  const known = new KnownColumns(store);
  const of = (number: number) => schema([`column ${number}`, 'text']);
  for (let number = 0; number < 60; number += 1) known.remember(of(number), chosen);
  expect(known.recall(of(9))).toBeUndefined();
  expect(known.recall(of(10))).toEqual(chosen);
  known.remember(of(59), { columns: {}, omitRoles: [] });
  expect(known.recall(of(59))).toBeUndefined();
  expect(known.recall(of(58))).toEqual(chosen);
});

test('invalid stored values are ignored', () => {
  const store = memory();
  const hash = schemaHash(schema(['a', 'text']));
  for (const value of [
    'no JSON',
    '7',
    JSON.stringify([[hash]]),
    JSON.stringify([[hash, { columns: { other: 'b' }, omitRoles: [] }]]),
    JSON.stringify([[hash, { columns: { date: 5 }, omitRoles: [] }]]),
    JSON.stringify([[hash, { columns: {}, omitRoles: ['other'] }]]),
  ]) {
    store.items.set('daytally.columns', value);
    expect(new KnownColumns(store).recall(schema(['a', 'text']))).toBeUndefined();
  }
});
