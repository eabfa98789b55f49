import { describe, expect, test } from 'vitest';
import type { Dataset, Role, SchemaColumn } from '../../types';
import { type Mapping, without, withRole } from './mapping';
import { previewColumns } from './preview_columns';

const nothing: Mapping = { columns: {}, omitRoles: [] };

function dataset(
  columns: Record<string, SchemaColumn['kinds'][number]>,
  played: Partial<Record<Role, string>>,
  open: Partial<Record<Role, string[]>> = {},
): Dataset {
  const names = Object.keys(columns);
  const schema = names.map((name) => ({
    name,
    types: [],
    kinds: [columns[name] ?? 'other'],
    inPath: false,
  }));
  const roles = Object.entries(played).map(([role, column]) => ({ role, column }));
  const questions = Object.entries(open).map(([role, candidates]) => ({ role, candidates }));
  return { schema, plan: { columns: names, roles, questions } } as unknown as Dataset;
}

describe('a role that is given to a column', () => {
  const days = dataset(
    { a: 'time', b: 'time', n: 'whole' },
    { createdDate: 'a', date: 'b', viewCount: 'n' },
  );

  test('is exchanged with the column that played it', () => {
    expect(withRole(nothing, days, 'a', 'createdDate', 'date')).toEqual({
      columns: { date: 'a', createdDate: 'b' },
      omitRoles: [],
    });
  });

  test('is not exchanged if the type of the other column does not allow it', () => {
    const ids = dataset({ t: 'text', n: 'whole' }, { videoId: 't', viewCount: 'n' });
    expect(withRole(nothing, ids, 't', 'videoId', 'viewCount').columns).toEqual({ viewCount: 't' });
  });

  test('is no longer omitted, and loses the format of other dates', () => {
    const before: Mapping = {
      columns: {},
      omitRoles: ['date', 'viewCount'],
      dateFormats: { date: '%d/%m/%Y', createdDate: '%Y' },
    };
    expect(withRole(before, days, 'b', undefined, 'date')).toEqual({
      columns: { date: 'b' },
      omitRoles: ['viewCount'],
      dateFormats: { createdDate: '%Y' },
    });
  });

  test('can be taken from it', () => {
    const chosen: Mapping = { columns: { date: 'b' }, omitRoles: [] };
    const omitted = { columns: {}, omitRoles: ['date'] };
    expect(withRole(chosen, days, 'b', 'date', undefined)).toEqual(omitted);
    expect(without(chosen, 'date')).toEqual(omitted);
  });
});

describe('the columns of a preview', () => {
  const many = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`x${at}`, 'text']));
  const names = (found: { shown: readonly SchemaColumn[] }) => found.shown.map(({ name }) => name);

  test('are all of a few, those with roles first', () => {
    const few = dataset({ z: 'whole', v: 'text', c: 'text' }, { channelId: 'c', videoId: 'v' });
    const found = previewColumns(few, false, '');
    expect(names(found)).toEqual(['c', 'v', 'z']);
    expect(found.others).toBe(0);
  });

  test('are those with a role and the candidates of an open one', () => {
    const wide = dataset(
      { ...many, v: 'text' } as Record<string, 'text'>,
      { videoId: 'v' },
      {
        channelId: ['x7', 'x9'],
      },
    );
    const found = previewColumns(wide, false, '');
    expect(names(found)).toEqual(['v', 'x7', 'x9']);
    expect(found.others).toBe(298);
  });

  test('are some of those whose type fits a role without candidates', () => {
    const columns = { ...many, n: 'whole' } as Record<string, 'text' | 'whole'>;
    expect(names(previewColumns(dataset(columns, {}, { viewCount: [] }), false, ''))).toContain(
      'n',
    );
    const found = previewColumns(dataset(columns, {}, { videoId: [] }), false, '');
    expect(found.shown.length).toBeLessThan(12);
    expect(names(found)).not.toContain('n');
  });

  test('are found by a part of their names, not more than can be read at once', () => {
    const wide = dataset({ ...many, v: 'text' } as Record<string, 'text'>, { videoId: 'v' });
    expect(names(previewColumns(wide, true, ' X29 '))).toEqual([
      ...['x29', 'x290', 'x291', 'x292', 'x293', 'x294', 'x295', 'x296', 'x297', 'x298', 'x299'],
    ]);
    const all = previewColumns(wide, true, '');
    expect(names(all)[0]).toBe('v');
    expect(all.shown.length + all.others).toBe(301);
    expect(all.shown.length).toBeLessThan(50);
  });
});
