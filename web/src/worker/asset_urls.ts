import wasm from '../generated/daytally_bg.wasm?url';
import stores from '../generated/daytally_stores_bg.wasm?url';
import tables from '../generated/daytally_tables_bg.wasm?url';
import worker from './entry?worker&url';

/** The URLs of the worker's script and the modules in the built page; see `asset_urls_beside.ts`. */
export const assetUrls = { worker, wasm, tables, stores };
