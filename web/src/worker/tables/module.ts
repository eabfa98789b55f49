import { DaytallyError, pageCodes } from '../../errors';
import {
  commitTime,
  deletedRows,
  initSync,
  placedColumns,
  TableProbe,
  TableReader,
  vectorRange,
} from '../../generated/daytally_tables.js';

/** The part of the module of tables that the worker uses, by name as in `worker/module.ts`. */
export const tables = {
  TableProbe,
  TableReader,
  commitTime,
  deletedRows,
  placedColumns,
  vectorRange,
};

let loading: Promise<void> | undefined;

/** Loads the module of tables, once. Rejects with a DaytallyError. */
export function loadTables(url: string): Promise<void> {
  loading ??= load(url).catch((error: Error) => {
    loading = undefined;
    const message = `Daytally's module of tables was expected at ${url}, but it could not be loaded (${error.message}). It must lie beside daytally.wasm.`;
    throw new DaytallyError(pageCodes.notLoaded, message);
  });
  return loading;
}

async function load(url: string): Promise<void> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  initSync({ module: await WebAssembly.compile(await response.arrayBuffer()) });
}
