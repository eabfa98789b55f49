import { DaytallyError } from '../../errors';
import type { Engine } from '../../generated/daytally.js';
import type { RowGroupRef } from '../../rpc/row_group';
import type { Files } from './files';

/** Bytes of a column that are read first, and then if those have no whole page. */
const sizes = [256 * 1024, 4 * 2 ** 20, Number.POSITIVE_INFINITY];

/** Returns the first values of a column, read with as few bytes as possible. */
export async function firstValues(
  engine: Engine,
  files: Files,
  { file, rowGroup }: RowGroupRef,
  column: string,
): Promise<string[]> {
  await files.open(file);
  const [start, end] = engine.valuesAt(file, rowGroup, column);
  if (start === undefined || end === undefined) {
    return engine.firstValues(file, rowGroup, column, new Uint8Array());
  }
  const source = await files.source(file);
  for (const size of sizes) {
    const until = Math.min(end, start + size);
    const bytes = new Uint8Array(await source.slice(start, until));
    try {
      return engine.firstValues(file, rowGroup, column, bytes);
    } catch (thrown) {
      if (until === end || DaytallyError.from(thrown).code !== 'corrupt') throw thrown;
    }
  }
  return [];
}
