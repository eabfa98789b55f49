import { DaytallyError } from '../../errors';
import type { Engine } from '../../generated/daytally.js';
import type { FileSource } from '../../sources/source';
import type { InputFile, TablePart } from '../../types';
import { tables } from './module';

/** Applies the columns of its table to a file whose footer the engine has. */
export function placeColumns(
  engine: Engine,
  file: number,
  path: string,
  { of, values, deleted }: TablePart,
): void {
  const stored = engine.storedColumns(file);
  const placed = tables.placedColumns(of.columns, values, path, stored);
  engine.placeColumns(file, placed, deleted);
}

/** Makes the engine skip the rows of a file that its table has deleted. */
export async function deleteRows(
  engine: Engine,
  file: number,
  path: string,
  { vector, vectorFile, rows: known, lastDeleted = 0 }: TablePart,
  open: (file: InputFile) => Promise<FileSource>,
): Promise<void> {
  const { rows, deletedRows = 0 } = engine.footer(file);
  const all = rows + deletedRows;
  if (known && lastDeleted >= all) {
    const message = `${path} has ${all} rows, but row ${lastDeleted} is deleted. Copy the whole table again.`;
    throw new DaytallyError('corrupt', message);
  }
  if (known) engine.deleteRows(file, known);
  if (vector === undefined) return;
  try {
    let bytes = new Uint8Array();
    if (vectorFile) {
      const [start = 0, end = 0] = tables.vectorRange(vector, path, all);
      bytes = new Uint8Array(await vectorBytes(await open(vectorFile), start, end));
    }
    engine.deleteRows(file, tables.deletedRows(vector, path, bytes, all));
  } catch (thrown) {
    // Names no file, so that the run fails instead of skipping it, which would change the sums.
    const { code, message } = DaytallyError.from(thrown);
    throw new DaytallyError(code, message);
  }
}

export async function vectorBytes(
  source: FileSource,
  start: number,
  end: number,
): Promise<ArrayBuffer> {
  if (end <= source.byteLength) return await source.slice(start, end);
  const message = `${source.path}, a deletion vector, is too short (${source.byteLength} bytes). Copy the whole table again.`;
  throw new DaytallyError('missing_file', message);
}

/** Throws unless a file has the size that its table's log states. */
export function checkSize(path: string, found: number, { bytes }: Pick<TablePart, 'bytes'>): void {
  if (found === bytes) return;
  const message = `${path} has ${found} bytes; expected ${bytes}, as in its table's log. Copy the whole table again; if VACUUM or an expiry of snapshots removed the file, read a newer version.`;
  throw new DaytallyError('missing_file', message, { file: path });
}
