import { expect, test } from 'vitest';
import { selectDropped } from './dropped';

/** A browser's representation of one dropped item. */
interface Dropped {
  readonly kind?: 'file' | 'string';
  readonly file?: File | null;
  readonly entry?: FileSystemEntry | null;
}

function transfer(items: readonly Dropped[], files: readonly File[] = []): DataTransfer {
  const list = items.map(({ kind = 'file', file = null, entry = null }) => {
    return { kind, getAsFile: () => file, webkitGetAsEntry: () => entry };
  });
  return { items: list, files } as unknown as DataTransfer;
}

function entryOf(file: File): FileSystemEntry {
  const opened = (resolve: (file: File) => void) => resolve(file);
  return {
    isFile: true,
    isDirectory: false,
    name: file.name,
    fullPath: `/${file.name}`,
    file: opened,
  } as unknown as FileSystemEntry;
}

const whole = new File(['PAR1'], 'views.parquet');
const empty = new File([], 'zipped.parquet');

test('a file without an entry is read, as from a list of downloads', async () => {
  const selection = await selectDropped(transfer([{ kind: 'string' }, { file: whole }]));
  expect(selection).toEqual({ files: [{ path: 'views.parquet', blob: whole }], ignored: [] });
  const listed = await selectDropped(transfer([{ kind: 'string' }], [whole]));
  expect(listed.files).toEqual([{ path: 'views.parquet', blob: whole }]);
});

test('a drop without any file is reported', async () => {
  for (const items of [[], [{ kind: 'string' }], [{ file: null }]] as Dropped[][]) {
    await expect(selectDropped(transfer(items))).rejects.toMatchObject({
      code: 'no_input',
      message: expect.stringContaining('gave no file'),
    });
  }
});

test('an empty file is reported with what to do', async () => {
  for (const dropped of [{ file: empty }, { entry: entryOf(empty) }]) {
    const both = await selectDropped(transfer([dropped, { entry: entryOf(whole) }]));
    expect(both.files.map(({ path }) => path)).toEqual(['views.parquet']);
    expect(both.ignored).toEqual([
      { path: 'zipped.parquet', reason: expect.stringContaining('unpack the archive first') },
    ]);
    await expect(selectDropped(transfer([dropped]))).rejects.toMatchObject({
      code: 'no_input',
      message: expect.stringMatching(/^zipped\.parquet is not read: empty .*unpack the archive/),
    });
  }
});

test('an empty log of a streaming sink is noticed', async () => {
  const folder = (path: string, entries: FileSystemEntry[]): FileSystemEntry => {
    const left = [entries, []];
    const readEntries = (resolve: (found: FileSystemEntry[]) => void) =>
      resolve(left.shift() ?? []);
    const name = path.split('/').at(-1);
    return {
      isFile: false,
      isDirectory: true,
      name,
      fullPath: path,
      createReader: () => ({ readEntries }),
    } as unknown as FileSystemEntry;
  };
  const inside = [folder('/sink/_spark_metadata', []), folder('/sink/empty', [])];
  const selection = await selectDropped(transfer([{ entry: folder('/sink', inside) }]));
  expect(selection.folders).toEqual(['sink/_spark_metadata/']);
});
