// Importing the package where there is no page must neither throw nor leave anything behind.
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
assert.equal(new found.DaytallyError('io', 'text').code, 'io');

// What the host may serve from where it likes.
const { resolve } = createRequire(import.meta.url);
const module = readFileSync(resolve('daytally/daytally.wasm'));
assert.ok(WebAssembly.validate(module));
// It imports nothing, so that it can be copied alone: only then is it a script that parses.
new Script(readFileSync(resolve('daytally/worker.js'), 'utf8'));

const inner = ['daytally/dist/index.js', 'daytally/types/index.d.ts'];
for (const path of inner) assert.throws(() => resolve(path), { code: /NOT_EXPORTED/ });
