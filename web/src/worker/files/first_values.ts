import { DaytallyError } from '../../errors';
import type { Engine } from '../../generated/daytally.js';
import type { RowGroupRef } from '../../rpc/row_group';
import type { Files } from './files';

/** Bytes of a column that are read first, then if those have no whole page, and so on. */
const sizes = [256 * 1024, 4 * 2 ** 20, Number.POSITIVE_INFINITY];

/** Returns the first values of a column, read with as few bytes as possible. */
export async function firstValues(
  engine: Engine,
  files: Files,
  place: RowGroupRef,
  column: string,
): Promise<string[]> {
  const { file, rowGroup } = place;
  return await fromFirstBytes(engine, files, place, column, (bytes) =>
    engine.firstValues(file, rowGroup, column, bytes),
  );
}

/** Returns the values of a column in the first rows of a row group; null for a null. */
export async function firstRows(
  engine: Engine,
  files: Files,
  place: RowGroupRef,
  column: string,
  count: number,
): Promise<(string | null)[]> {
  const { file, rowGroup } = place;
  const found = await fromFirstBytes(engine, files, place, column, (bytes) =>
    engine.firstRows(file, rowGroup, column, bytes, count),
  );
  return found.map((value) => value ?? null);
}

/** Reads more of a column until its first pages are whole. */
async function fromFirstBytes<T>(
  engine: Engine,
  files: Files,
  { file, rowGroup }: RowGroupRef,
  column: string,
  read: (bytes: Uint8Array) => T[],
): Promise<T[]> {
  await files.openRows(file);
  const [start, end] = engine.valuesAt(file, rowGroup, column);
  if (start === undefined || end === undefined) return read(new Uint8Array());
  const source = await files.source(file);
  for (const size of sizes) {
    const until = Math.min(end, start + size);
    const bytes = new Uint8Array(await source.slice(start, until));
    try {
      return read(bytes);
    } catch (thrown) {
      if (until === end || DaytallyError.from(thrown).code !== 'corrupt') throw thrown;
    }
  }
  return [];
}
