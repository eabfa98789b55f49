// The sizes of the built page, and their budgets from budgets.json.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { project } from '../run/environment.mjs';

const assets = join(project, 'dist', 'assets');
const file = join(project, 'budgets.json');

/** Each budget of the page: its name, what it bounds, the maximum bytes and the target. */
export const budgets = Object.entries(JSON.parse(readFileSync(file, 'utf8')).page).map(
  ([name, budget]) => ({ name, ...budget }),
);

/** Matches the assets that load only for tables and stores; they have their own budgets. */
const late = /^(?:daytally_)?(tables|stores)/;

/** The bytes of the built page, by the names of the budgets. */
export async function sizes() {
  const read = (extension, part) =>
    readdirSync(assets)
      .filter((name) => name.endsWith(extension) && late.exec(name)?.[1] === part)
      .map((name) => readFileSync(join(assets, name)));
  const modules = read('.wasm');
  const scripts = read('.js');
  const first = firstScripts();
  const sum = (buffers) => buffers.reduce((bytes, buffer) => bytes + buffer.length, 0);
  // Hosts that compress in advance use the highest settings.
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 };
  const shrunk = async (all) =>
    sum(await Promise.all(all.map((it) => promisify(brotliCompress)(it, { params }))));
  const zipped = async (all) =>
    sum(await Promise.all(all.map((it) => promisify(gzip)(it, { level: 9 }))));
  return {
    wasm: sum(modules),
    wasmBrotli: await shrunk(modules),
    firstScriptGzip: await zipped(first),
    scriptGzip: await zipped(scripts),
    tablesBrotli: await shrunk(read('.wasm', 'tables')),
    tablesScriptGzip: await zipped(read('.js', 'tables')),
    storesBrotli: await shrunk(read('.wasm', 'stores')),
    storesScriptGzip: await zipped(read('.js', 'stores')),
  };
}

/**
 * Returns the scripts that the page loads before the first interaction: those in its HTML, their
 * static imports, and the worker's.
 */
function firstScripts() {
  const html = readFileSync(join(project, 'dist', 'index.html'), 'utf8');
  const found = new Set([...html.matchAll(/assets\/([\w.-]+\.js)"/g)].map(([, name]) => name));
  for (const name of readdirSync(assets)) if (/^entry-.*\.js$/.test(name)) found.add(name);
  for (const name of found) {
    const text = readFileSync(join(assets, name), 'utf8');
    // A static import has no parenthesis.
    for (const [, other] of text.matchAll(/(?:from|import)\s*"\.\/([\w.-]+\.js)"/g))
      found.add(other);
  }
  return [...found].map((name) => readFileSync(join(assets, name)));
}
