import { describe, expect, test } from 'vitest';
import type { InputFile } from '../../types';
import { type Source, selectGiven } from './given';

/** A handle of a file, or of a folder with its content. */
function handle(name: string, inside?: readonly FileSystemHandle[]): FileSystemHandle {
  const kind = inside ? 'directory' : 'file';
  async function* values() {
    yield* inside ?? [];
  }
  const getFile = async () => new File([name], name);
  return { kind, name, values, getFile } as unknown as FileSystemHandle;
}

const paths = async (...sources: unknown[]) => {
  const { files, folders } = await selectGiven(sources as Source[]);
  return { files: files.map(({ path }) => path), folders };
};

describe('sources of a program', () => {
  test('files, blobs and objects with a path are read, whatever their names', async () => {
    const given: InputFile = { path: 'some/day=1/a', blob: new Blob(['a']) };
    const { files } = await selectGiven([new File([], '_odd.txt'), new Blob(['b']), given]);
    expect(files.map(({ path }) => path)).toEqual(['_odd.txt', 'blob-2', 'some/day=1/a']);
    expect(files[2]).toBe(given);
  });

  test('one source needs no list, and a selection is taken as it is', async () => {
    expect((await selectGiven(new File([], 'a'))).files).toHaveLength(1);
    const selection = { files: [], ignored: [] };
    expect(await selectGiven(selection)).toBe(selection);
  });

  test('a folder is walked, except for folders that their names hide', async () => {
    const folder = handle('views', [
      handle('_SUCCESS'),
      handle('date=2023-01-01', [handle('a.parquet'), handle('a.parquet.crc')]),
      handle('_temporary', [handle('b.parquet')]),
    ]);
    expect(await paths(folder, handle('alone.bin'))).toEqual({
      files: [
        'views/_SUCCESS',
        'views/date=2023-01-01/a.parquet',
        'views/date=2023-01-01/a.parquet.crc',
        'alone.bin',
      ],
      folders: ['views/_temporary/'],
    });
  });

  test('a file that two handles lead to is read once', async () => {
    const same = { isSameEntry: async (other: { id?: number }) => other.id === 7, id: 7 };
    const inside = Object.assign(handle('a.parquet'), same);
    const alone = Object.assign(handle('a.parquet'), same);
    const other = Object.assign(handle('a.parquet'), { isSameEntry: async () => false });
    // The three are alike except for their place.
    const file = new File(['a'], 'a.parquet', { lastModified: 1 });
    for (const each of [inside, alone, other]) {
      Object.assign(each, {
        getFile: async () => new File([file], file.name, { lastModified: 1 }),
      });
    }
    const { files, ignored } = await selectGiven([
      handle('views', [inside]),
      alone,
      other,
    ] as Source[]);
    expect(files.map(({ path }) => path)).toEqual(['views/a.parquet', 'a.parquet']);
    expect(ignored).toEqual([
      { path: 'a.parquet', reason: 'it is the same file as views/a.parquet' },
    ]);
    expect((await selectGiven([file, file])).files).toHaveLength(1);
  });

  test('a handle without permission is an error that names it', async () => {
    const denied = handle('a.parquet');
    Object.assign(denied, { getFile: () => Promise.reject(new Error('not allowed')) });
    await expect(paths(denied)).rejects.toMatchObject({
      code: 'io',
      location: { file: 'a.parquet' },
    });
  });

  test.each([[null], ['views.parquet'], [{}]])('%j is refused', async (source) => {
    await expect(paths(new Blob(), source)).rejects.toMatchObject({ code: 'invalid_option' });
    await expect(paths(new Blob(), source)).rejects.toThrow('Source 2 is ');
    if (Object(source) === source) return;
    await expect(selectGiven(source as unknown as Source)).rejects.toThrow(
      `Source 1 is ${source};`,
    );
  });
});
