import { report } from './portal.js';

// The query of this page has the URLs of the package, its worker and its module.
const query = new URLSearchParams(location.search);
const { open } = await import(query.get('package') ?? './daytally/dist/index.js');
const urls = { workerUrl: query.get('worker'), wasmUrl: query.get('wasm') };
await report(open, Object.fromEntries(Object.entries(urls).filter(([, url]) => url)));
