// The standard library for WebAssembly, built from the sources that Debian packages.
import {
  cpSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { capture } from '../../run/command.mjs';
import { must } from '../../run/step.mjs';

export const rustc = '/usr/bin/rustc';
const triple = 'wasm32-unknown-unknown';
const manifest = '[package]\nname = "stdbuild"\nversion = "0.0.0"\nedition = "2021"\n';
/** Variables that would change how std is built. */
const unset = ['RUSTUP_TOOLCHAIN', 'RUSTFLAGS', 'CARGO_ENCODED_RUSTFLAGS', 'CARGO_BUILD_TARGET'];

/**
 * Builds std with Debian's rustc; combines it with Debian's libraries for this machine in
 * `home/sysroot`. `finish` adds the rest to the folder, which becomes `home` once complete.
 */
export async function buildStd(home, finish) {
  const folder = `${home}.partial-${process.pid}`;
  const work = join(folder, 'build');
  try {
    mkdirSync(join(work, 'src'), { recursive: true });
    writeFileSync(join(work, 'src', 'lib.rs'), '');
    writeFileSync(join(work, 'Cargo.toml'), manifest);
    await compile(work);
    await gather(join(work, 'target', triple, 'release', 'deps'), join(folder, 'sysroot'));
    rmSync(work, { recursive: true });
    finish(folder);
    renameSync(folder, home);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compile(work) {
  const env = { ...process.env, RUSTC: rustc, CARGO_TARGET_DIR: join(work, 'target') };
  // `-Z` options are for nightly compilers; this makes a stable one accept them.
  env.RUSTC_BOOTSTRAP = '1';
  for (const name of unset) delete env[name];
  // `test` is among the crates because wasm-bindgen-test links libtest.
  const args = ['build', '--release', '-Zbuild-std=std,panic_abort,test', '--target', triple];
  const advice = 'check that cargo can reach its registry, then run this command again.';
  await must('/usr/bin/cargo', args, { env, cwd: work, limit: 1800, advice });
}

/** Puts the libraries that were built, and a link to this machine's, where rustc looks for them. */
async function gather(deps, sysroot) {
  const rustlib = join(sysroot, 'lib', 'rustlib');
  const libraries = join(rustlib, triple, 'lib');
  mkdirSync(libraries, { recursive: true });
  for (const name of readdirSync(deps)) {
    if (!name.endsWith('.rlib') || name.startsWith('libstdbuild')) continue;
    cpSync(join(deps, name), join(libraries, name));
  }
  const host = (await capture(rustc, ['-vV']))?.match(/^host: (.+)$/m)?.[1];
  const libdir = await capture(rustc, ['--print', 'sysroot']);
  for (const name of [host, 'src']) {
    symlinkSync(join(libdir, 'lib', 'rustlib', name), join(rustlib, basename(name)));
  }
}
