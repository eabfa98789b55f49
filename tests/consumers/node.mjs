// Importing the package outside a page must neither throw nor add globals.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
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

// Modules that define the element do nothing here.
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

// The command serves the page only to this machine, and no other files.
const command = resolve('daytally/package.json').replace('package.json', 'bin/daytally.js');
const server = spawn(process.execPath, [command, '--port', '0']);
const [line] = await once(server.stdout, 'data');
const { href, port } = new URL(/http:\S+/.exec(String(line))[0]);
const answer = async (path, options) => await fetch(new URL(path, href), options);
const page = await answer('/');
assert.match(page.headers.get('content-security-policy'), /^default-src 'none'; /);
for (const [, path] of (await page.text()).matchAll(/(?:src|href)="(\.[^"]*)"/g))
  assert.equal((await answer(path)).status, 200);
assert.equal(
  (await answer('/daytally/daytally.wasm')).headers.get('content-type'),
  'application/wasm',
);
for (const path of ['/..%2fpackage.json', '/daytally/..%2f..%2fpackage.json', '/daytally/', '/%'])
  assert.equal((await answer(path)).status, 404);
assert.equal((await answer('/', { method: 'POST' })).status, 405);
const foreign = spawnSync('curl', [
  '-s',
  '-o',
  '-',
  '-w',
  '%{http_code}',
  '-H',
  'Host: evil.example',
  href,
]);
if (!foreign.error) assert.equal(String(foreign.stdout), '404');
const taken = spawnSync(process.execPath, [command, '--port', port]);
assert.match(String(taken.stderr), /is in use/);
assert.equal(taken.status, 1);
server.kill();
const wrong = spawnSync(process.execPath, [command, 'serf']);
assert.match(String(wrong.stderr), /there is no command serf/);
assert.equal(wrong.status, 2);
