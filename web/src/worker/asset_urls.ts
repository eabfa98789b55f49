import wasm from '../generated/daytally_bg.wasm?url';
import worker from './entry?worker&url';

/** The URLs of the worker's script and the module in the built page; see `asset_urls_beside.ts`. */
export const assetUrls = { worker, wasm };
