import wasm from '../generated/daytally_bg.wasm?url';
import worker from './entry?worker&url';

/** Where the built page has the worker's script and the module; see `addresses_beside.ts`. */
export const ownAddresses = { worker, wasm };
