// The wasm-bindgen command line and test runner, of exactly the version in Cargo.lock.
import { join } from 'node:path';
import { readText } from '../../run/cache.mjs';
import { project } from '../../run/environment.mjs';
import { SetupError } from '../../run/step.mjs';
import { target } from '../download.mjs';
import { setUpTool } from '../tool.mjs';

const releases = 'https://github.com/wasm-bindgen/wasm-bindgen/releases/download';

/** Returns the version of wasm-bindgen in Cargo.lock. */
export function lockedVersion() {
  const lock = readText(join(project, 'Cargo.lock'));
  const version = lock?.match(/name = "wasm-bindgen"\nversion = "([^"]+)"/)?.[1];
  if (version) return version;
  throw new SetupError(
    'Cargo.lock has no version of wasm-bindgen',
    'restore it with `git checkout Cargo.lock`, then run this command again.',
  );
}

export async function setUpWasmBindgen(environment) {
  const version = lockedVersion();
  await setUpTool(environment, {
    name: 'wasm-bindgen',
    version,
    crate: 'wasm-bindgen-cli',
    programs: ['wasm-bindgen', 'wasm-bindgen-test-runner'],
    archive: () => {
      const folder = `wasm-bindgen-${version}-${target()}`;
      return { url: `${releases}/${version}/${folder}.tar.gz`, folder };
    },
    // The crates that parse and write modules.
    optimised: ['wasm-bindgen-cli-support', 'walrus', 'wasmparser', 'wasm-encoder', 'leb128fmt'],
    locked: false, // the lock file of 0.2.130 names a crate version that was withdrawn
  });
}
