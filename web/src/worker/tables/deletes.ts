import type { Engine } from '../../generated/daytally.js';
import type { LogFiles } from './log_files';
import { LogRows } from './log_rows';
import { tables } from './module';
import { checkSize, vectorBytes } from './parts';

/** Reads which rows the delete files of Iceberg tables delete. */
export async function readDeletes(
  reader: InstanceType<typeof tables.TableReader>,
  engine: Engine,
  filesOf: (root: string) => LogFiles,
): Promise<void> {
  for (let need = reader.deleteNeed(); need; need = reader.deleteNeed()) {
    const files = filesOf(need.root);
    const source = await files.open(need.path);
    checkSize(source.path, source.byteLength, need);
    const file = await LogRows.open(engine, source);
    let vector = new Uint8Array();
    if (need.vector === undefined) {
      const columns = reader.deleteColumns(file.stored);
      // Without columns, all rows have one key.
      if (columns.length > 0) await file.read((rows) => reader.deletePush(rows), columns);
    } else if (need.vectorPath !== undefined) {
      const [start = 0, end = 0] = tables.vectorRange(need.vector, source.path, file.rows);
      vector = new Uint8Array(await vectorBytes(await files.open(need.vectorPath), start, end));
    }
    reader.deleteEnd(file.rows, vector);
  }
}
