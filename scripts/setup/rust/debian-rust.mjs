// The Rust that Debian keeps current for its browsers, for WebAssembly. Debian has no standard
// library for that target, so one is built here from Debian's sources. It is kept in a sysroot in
// the cache, with links to what Debian installed; nothing below /usr changes.
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached } from '../../run/cache.mjs';
import { capture } from '../../run/command.mjs';
import { step } from '../../run/step.mjs';
import { aptInstall, hasApt, isRoot, update } from '../apt.mjs';
import { mayInstall } from '../permission.mjs';
import { buildStd, rustc } from './wasm-std.mjs';

const packages = ['rustc-web', 'cargo-web', 'rust-web-src', 'rust-web-llvm', 'rust-web-clippy'];
const purpose = 'Rust for WebAssembly';

/** Uses the sysroot of an earlier set-up. Returns whether there is one for the installed Rust. */
export async function findDebianRust(environment) {
  const home = await homeOf();
  if (!home || !existsSync(home)) return false;
  use(environment, home);
  return true;
}

/** Installs Debian's Rust and builds the sysroot. Returns false if Debian's Rust is too old. */
export async function setUpDebianRust(environment, oldest) {
  if (!hasApt()) return false;
  if (isRoot() && mayInstall() && !(await candidate())) {
    console.log(`set-up: ${purpose}: updates Debian's lists of packages (apt-get update)`);
    await update('run `apt-get update`, correct what it reports, then run this command again.');
  }
  const found = await candidate();
  if (!found || found.minor < oldest) return false;
  // Has `rust-lld`, the linker for WebAssembly, of the LLVM that this Rust was built with.
  await aptInstall(purpose, ...packages, `lld-${found.llvm}`);
  const home = await homeOf();
  if (!existsSync(home)) {
    const title = "Rust's standard library for WebAssembly, from Debian's sources, some minutes";
    await step(title, () => buildStd(home, addPrograms));
  }
  use(environment, home);
  return true;
}

/** Returns what apt would install: Rust's minor version (96 for 1.96) and its version of LLVM. */
async function candidate() {
  const policy = await capture('apt-cache', ['policy', 'rustc-web']);
  const depends = await capture('apt-cache', ['depends', 'rust-web-llvm']);
  const minor = policy?.match(/Candidate: 1\.(\d+)/)?.[1];
  const llvm = depends?.match(/Depends: llvm-(\d+)/)?.[1];
  return minor && llvm ? { minor: Number(minor), llvm } : undefined;
}

/** Returns a folder for the package's version, because libraries of another rustc do not load. */
async function homeOf() {
  const status = await capture('dpkg', ['-s', 'rustc-web']);
  const version = status?.match(/^Version: (.+)$/m)?.[1];
  return version && existsSync(rustc) ? cached('rust-web', version) : undefined;
}

/** Adds a rustc that uses the sysroot beside it, and links to the programs that call it. */
function addPrograms(folder) {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const script = `#!/bin/sh\nexec ${rustc} --sysroot "\${0%/*}/../sysroot" "$@"\n`;
  writeFileSync(join(bin, 'rustc'), script, { mode: 0o755 });
  for (const name of ['cargo', 'cargo-clippy', 'clippy-driver']) {
    symlinkSync(join('/usr/bin', name), join(bin, name));
  }
}

function use(environment, home) {
  environment.prependForWasm(join(home, 'bin'));
  environment.setForWasm('SYSROOT', join(home, 'sysroot')); // for clippy-driver
}
