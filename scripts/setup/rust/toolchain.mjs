// A Rust toolchain with a standard library for WebAssembly, and the clang for zstd's C code.
import { existsSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { readText } from '../../run/cache.mjs';
import { capture, find, run } from '../../run/command.mjs';
import { project } from '../../run/environment.mjs';
import { attempt, must, SetupError, step } from '../../run/step.mjs';
import { aptInstall, hasApt } from '../apt.mjs';
import { mayInstall } from '../permission.mjs';
import { findDebianRust, setUpDebianRust } from './debian-rust.mjs';

const triple = 'wasm32-unknown-unknown';
const manifest = readText(`${project}/Cargo.toml`);
/** The minor version: 95 for Rust 1.95. */
const oldest = Number(manifest?.match(/rust-version\s*=\s*"1\.(\d+)/)?.[1]);
/** Seconds for rustup, which waits for minutes if it cannot reach its server. */
const limit = 60;

export async function setUpToolchain(environment) {
  // Without this, rustup would install a missing toolchain on its first use.
  const env = { ...environment.native, RUSTUP_AUTO_INSTALL: '0' };
  await checkRust(env);
  if (await hasStd(env)) return;
  if (await findDebianRust(environment)) return;
  if (await viaRustup(env)) return;
  if (await viaDistribution(env)) return;
  if (await setUpDebianRust(environment, oldest)) return;
  throw new SetupError(
    `Rust has no standard library for WebAssembly (${triple}), and none could be installed`,
    `run \`rustup target add ${triple}\`, or install your distribution's package of it, then run ` +
      'this command again.',
  );
}

/** Throws unless there is a Rust that is new enough. */
async function checkRust(env) {
  const look = () => capture('rustc', ['--version'], { env, cwd: project });
  let version = await look();
  if (!version && find('rustup', env.PATH)) {
    await installStable(env);
    version = await look();
  }
  const minor = Number(version?.match(/ 1\.(\d+)/)?.[1]);
  if (find('cargo', env.PATH) && minor >= oldest) return;
  const newer = find('rustup', env.PATH) ? 'run `rustup update stable`' : 'see https://rustup.rs';
  throw new SetupError(
    version ? `Rust 1.${oldest} is needed, but found ${version}` : 'Rust is not installed',
    `install Rust 1.${oldest} or newer (${newer}), then run this command again.`,
  );
}

/** Installs the toolchain that rust-toolchain.toml names, with the components the checks use. */
async function installStable(env) {
  const args = ['toolchain', 'install', 'stable', '--profile', 'minimal'];
  args.push('--component', 'clippy,rustfmt');
  const advice =
    `run \`rustup ${args.join(' ')}\`, then this command again. To use another toolchain that is ` +
    'installed, set RUSTUP_TOOLCHAIN to its name.';
  if (!mayInstall()) {
    throw new SetupError(
      'rustup has no toolchain "stable", which rust-toolchain.toml names, and DAYTALLY_INSTALL is no',
      advice,
    );
  }
  await step(`Rust's stable toolchain, by \`rustup ${args.join(' ')}\``, async () => {
    await must('rustup', args, { env, advice, limit: 600 });
  });
}

/** Returns whether the toolchain in use has a standard library for WebAssembly. */
async function hasStd(env) {
  const args = ['--print', 'target-libdir', '--target', triple];
  const libdir = await capture('rustc', args, { env, cwd: project });
  if (!libdir || !existsSync(libdir)) return false;
  return readdirSync(libdir).some((name) => name.startsWith('libstd-'));
}

/** Adds the target to the toolchain in use. */
async function viaRustup(env) {
  if (!find('rustup', env.PATH) || !mayInstall()) return false;
  const args = ['target', 'add', triple];
  return await attempt('rustup', () =>
    step(`Rust for WebAssembly, by \`rustup ${args.join(' ')}\`, at most ${limit} s`, async () => {
      const { ok, output } = await run('rustup', args, { env, cwd: project, limit });
      if (!ok || !(await hasStd(env))) throw new Error(output);
    }),
  );
}

/** Installs the distribution's standard library for WebAssembly, if rustc is the distribution's. */
async function viaDistribution(env) {
  const name = 'libstd-rust-dev-wasm32';
  if (!hasApt() || find('rustc', env.PATH) !== '/usr/bin/rustc') return false;
  if (!(await run('dpkg', ['-S', '/usr/bin/rustc'])).output.startsWith('rustc:')) return false;
  if (!(await run('apt-cache', ['show', name])).ok) return false;
  await aptInstall('Rust for WebAssembly', name);
  return await hasStd(env);
}

const compilers = ['clang', '/opt/homebrew/opt/llvm/bin/clang', '/usr/local/opt/llvm/bin/clang'];

/** Finds or installs a clang that targets WebAssembly; Apple's does not. */
export async function setUpClang(environment) {
  let clang = process.env.CC_wasm32_unknown_unknown ?? (await findClang());
  if (!clang && hasApt()) {
    await aptInstall('a C compiler for WebAssembly', 'clang', 'llvm');
    clang = await findClang();
  }
  if (!clang) {
    throw new SetupError(
      'there is no clang that compiles C for WebAssembly',
      'install one whose `clang --print-targets` lists wasm32 (macOS: `brew install llvm`), then ' +
        'run this command again.',
    );
  }
  environment.setForWasm('CC_wasm32_unknown_unknown', clang);
  const ar = find([`${dirname(clang)}/llvm-ar`, 'llvm-ar']);
  if (ar) environment.setForWasm('AR_wasm32_unknown_unknown', ar);
}

async function findClang() {
  for (const name of compilers) {
    const clang = find(name);
    const targets = clang && (await capture(clang, ['--print-targets']));
    if (targets?.includes('wasm32')) return clang;
  }
}
