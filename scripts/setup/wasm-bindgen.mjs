// The wasm-bindgen command line and test runner, of exactly the version in Cargo.lock.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cached, readText } from '../run/cache.mjs';
import { ask, find } from '../run/command.mjs';
import { project } from '../run/environment.mjs';
import { attempt, must, SetupError, step } from '../run/step.mjs';
import { target, unpack } from './download.mjs';

const releases = 'https://github.com/wasm-bindgen/wasm-bindgen/releases/download';

/** The version of wasm-bindgen that the crate is locked to. */
export function lockedVersion() {
  const lock = readText(join(project, 'Cargo.lock'));
  const version = lock?.match(/name = "wasm-bindgen"\nversion = "([^"]+)"/)?.[1];
  if (version) return version;
  throw new SetupError(
    'Cargo.lock names no version of wasm-bindgen',
    'run `cargo generate-lockfile`, or restore Cargo.lock with `git checkout Cargo.lock`.',
  );
}

export async function setUpWasmBindgen(environment) {
  const version = lockedVersion();
  if (await isOnPath(version)) return;
  const home = cached('wasm-bindgen', version);
  const bin = join(home, 'bin');
  if (!existsSync(join(bin, 'wasm-bindgen-test-runner'))) {
    await step(`wasm-bindgen ${version}`, async () => {
      if (await attempt('github', () => download(version, bin))) return 'prebuilt';
      return await build(version, home);
    });
  }
  environment.prepend(bin);
}

async function isOnPath(version) {
  if (!find('wasm-bindgen-test-runner')) return false;
  return (await ask('wasm-bindgen', ['--version'])) === `wasm-bindgen ${version}`;
}

async function download(version, bin) {
  const name = `wasm-bindgen-${version}-${target()}`;
  await unpack(`${releases}/${version}/${name}.tar.gz`, bin, name);
}

async function build(version, home) {
  // Without --locked: the lock file of 0.2.130 names a crate version that was withdrawn.
  const args = ['install', 'wasm-bindgen-cli', '--version', version, '--root', home];
  // Optimising it further takes longer than it saves.
  const env = { ...process.env, CARGO_PROFILE_RELEASE_OPT_LEVEL: '1' };
  const advice = `run \`cargo ${args.slice(0, 4).join(' ')}\` and see what it says.`;
  await must('cargo', args, { env, advice });
  return 'built from source';
}
