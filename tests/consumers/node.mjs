// Importing the package outside a page must neither throw nor add globals.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Script } from 'node:vm';

const before = Object.getOwnPropertyNames(globalThis);
const found = await import('daytally');
const after = Object.getOwnPropertyNames(globalThis);
assert.deepEqual(
  after.filter((name) => !before.includes(name)),
  [],
);
assert.equal(typeof found.open, 'function');

// What defines the element does nothing here.
for (const name of ['daytally/define', 'daytally/element']) {
  const { define } = await import(name);
  assert.equal(define(), undefined);
}
assert.equal(typeof globalThis.HTMLElement, 'undefined');
assert.equal(typeof (await import('daytally/frame')).connect, 'function');
assert.equal(new found.DaytallyError('io', 'text').code, 'io');

// The files that a host may serve from any URL.
const { resolve } = createRequire(import.meta.url);
const module = readFileSync(resolve('daytally/daytally.wasm'));
assert.ok(WebAssembly.validate(module));
// The worker has no imports, so it can be copied alone; with imports it would not parse here.
new Script(readFileSync(resolve('daytally/worker.js'), 'utf8'));

const inner = ['daytally/dist/index.js', 'daytally/types/index.d.ts'];
for (const path of inner) assert.throws(() => resolve(path), { code: /NOT_EXPORTED/ });
