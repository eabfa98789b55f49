// How large the built page is, and how large it may be: budgets.json.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { project } from '../run/environment.mjs';

const assets = join(project, 'dist', 'assets');
const file = join(project, 'budgets.json');

/** Each budget of the page: its name, what it bounds, the bytes allowed and those aimed at. */
export const budgets = Object.entries(JSON.parse(readFileSync(file, 'utf8')).page).map(
  ([name, budget]) => ({ name, ...budget }),
);

/** The bytes of the built page, by the names of the budgets. */
export async function sizes() {
  const read = (ending) =>
    readdirSync(assets)
      .filter((name) => name.endsWith(ending))
      .map((name) => readFileSync(join(assets, name)));
  const modules = read('.wasm');
  const scripts = read('.js');
  const sum = (buffers) => buffers.reduce((bytes, buffer) => bytes + buffer.length, 0);
  // As a host that compresses in advance does; the default is as strong.
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 };
  const shrunk = await Promise.all(modules.map((it) => promisify(brotliCompress)(it, { params })));
  const zipped = await Promise.all(scripts.map((it) => promisify(gzip)(it, { level: 9 })));
  return { wasm: sum(modules), wasmBrotli: sum(shrunk), scriptGzip: sum(zipped) };
}
