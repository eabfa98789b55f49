// The standard library for WebAssembly, built from the sources that Debian packages.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { must } from '../run/step.mjs';

const triple = 'wasm32-unknown-unknown';
const libdir = `/usr/lib/rustlib/${triple}/lib`;
const manifest = '[package]\nname = "stdbuild"\nversion = "0.0.0"\nedition = "2021"\n';

/** Builds std with Debian's rustc and puts it where that rustc looks for it. */
export async function buildStd() {
  const work = mkdtempSync(join(tmpdir(), 'daytally-std-'));
  try {
    mkdirSync(join(work, 'src'));
    writeFileSync(join(work, 'src', 'lib.rs'), '');
    writeFileSync(join(work, 'Cargo.toml'), manifest);
    const { RUSTUP_TOOLCHAIN: _, CARGO_TARGET_DIR: __, RUSTFLAGS: ___, ...rest } = process.env;
    // `-Z` is for nightly compilers; this lets a stable one take it.
    const env = { ...rest, RUSTC: '/usr/bin/rustc', RUSTC_BOOTSTRAP: '1' };
    // `test` is among the crates because wasm-bindgen-test links libtest.
    const args = ['build', '--release', '-Zbuild-std=std,panic_abort,test', '--target', triple];
    const advice = 'see whether cargo reaches its registry here, then run this command again.';
    await must('/usr/bin/cargo', args, { env, cwd: work, advice });
    await install(join(work, 'target', triple, 'release', 'deps'));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function install(deps) {
  const made = readdirSync(deps).filter((name) => name.endsWith('.rlib'));
  const libraries = made.filter((name) => !name.startsWith('libstdbuild'));
  const files = libraries.map((name) => join(deps, name));
  const advice = `check that ${libdir} can be written, then run this command again.`;
  // Libraries of an earlier rustc would be taken for this one's.
  await must('rm', ['-rf', libdir], { advice });
  await must('mkdir', ['-p', libdir], { advice });
  await must('cp', [...files, libdir], { advice });
}
