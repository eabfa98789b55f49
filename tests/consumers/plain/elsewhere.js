import { report } from './portal.js';

// Where the package, its worker and its module are is in the address of this page.
const where = new URLSearchParams(location.search);
const { open } = await import(where.get('package') ?? './daytally/dist/index.js');
const given = { workerUrl: where.get('worker'), wasmUrl: where.get('wasm') };
await report(open, Object.fromEntries(Object.entries(given).filter(([, address]) => address)));
