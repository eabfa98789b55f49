// A Rust toolchain that builds for WebAssembly, and the clang that zstd's C needs there.
import { existsSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { readText } from '../run/cache.mjs';
import { ask, find, run } from '../run/command.mjs';
import { project } from '../run/environment.mjs';
import { attempt, must, SetupError, step } from '../run/step.mjs';
import { aptInstall, hasApt } from './apt.mjs';
import { buildStd } from './wasm-std.mjs';

export const triple = 'wasm32-unknown-unknown';
const oldest = readText(`${project}/Cargo.toml`)?.match(/rust-version\s*=\s*"1\.(\d+)/)?.[1] ?? 85;

export async function setUpToolchain(environment) {
  const env = environment.native;
  const version = await ask('rustc', ['--version'], { env, cwd: project });
  const cargo = find('cargo', env.PATH);
  if (!version || !cargo || Number(version.match(/ 1\.(\d+)/)?.[1]) < Number(oldest)) {
    throw new SetupError(
      version ? `${version} is too old` : 'there is no Rust here',
      `install Rust 1.${oldest} or newer as https://rustup.rs says, then run this command again.`,
    );
  }
  if (await hasStd(env)) return;
  if (await linked(environment)) return;
  await step('Rust for WebAssembly', async () => {
    if (await viaRustup(env)) return 'by rustup';
    if (await viaDistribution(env)) return "by the distribution's package";
    if (await viaDebian(environment)) return "by Debian's rustc-web, with a std built here";
    throw new SetupError(
      `rustc has no standard library for ${triple}`,
      `run \`rustup target add ${triple}\` and see what it says.`,
    );
  });
}

/** Whether the toolchain in use has a standard library for WebAssembly. */
export async function hasStd(env) {
  const args = ['--print', 'target-libdir', '--target', triple];
  const libdir = await ask('rustc', args, { env, cwd: project });
  if (!libdir || !existsSync(libdir)) return false;
  return readdirSync(libdir).some((name) => name.startsWith('libstd-'));
}

/** Whether rustup knows the toolchain `debian` from an earlier set-up; uses it if so. */
async function linked(environment) {
  const env = { ...environment.native, RUSTUP_TOOLCHAIN: 'debian' };
  if (!find('rustup', env.PATH) || !(await hasStd(env))) return false;
  environment.setForWasm('RUSTUP_TOOLCHAIN', 'debian');
  return true;
}

async function viaRustup(env) {
  if (!find('rustup', env.PATH)) return false;
  return await attempt('rustup', async () => {
    const result = await run('rustup', ['target', 'add', triple], { env, cwd: project, limit: 60 });
    if (!result.ok || !(await hasStd(env))) throw new Error(result.output);
  });
}

/** A distribution's own rustc, with the standard library it packages for WebAssembly. */
async function viaDistribution(env) {
  const name = 'libstd-rust-dev-wasm32';
  if (!hasApt() || find('rustc', env.PATH) !== '/usr/bin/rustc') return false;
  if (!(await run('dpkg', ['-S', '/usr/bin/rustc'])).output.startsWith('rustc:')) return false;
  if (!(await run('apt-cache', ['show', name])).ok) return false;
  await aptInstall(name);
  return await hasStd(env);
}

/** The rustc that Debian keeps current for its browsers; std is built from its sources. */
async function viaDebian(environment) {
  if (!hasApt()) return false;
  await aptInstall('rustc-web', 'cargo-web', 'rust-web-src', 'rust-web-llvm', 'rust-web-clippy');
  const llvm = (await ask('/usr/bin/rustc', ['-vV'])).match(/LLVM version: (\d+)/)?.[1];
  await aptInstall(`lld-${llvm}`); // brings rust-lld
  await buildStd();
  if (!find('rustup', environment.native.PATH)) return await hasStd(environment.native);
  const advice = 'run `rustup toolchain link debian /usr` and see what it says.';
  await must('rustup', ['toolchain', 'link', 'debian', '/usr'], { advice });
  return await linked(environment);
}

/** A clang with WebAssembly among its targets; Apple's has none. */
export async function setUpClang(environment) {
  const candidates = ['clang', '/opt/homebrew/opt/llvm/bin/clang', '/usr/local/opt/llvm/bin/clang'];
  const usable = async () => {
    for (const name of candidates) {
      const clang = find(name);
      const targets = clang && (await ask(clang, ['--print-targets']));
      if (targets?.includes('wasm32')) return clang;
    }
    return undefined;
  };
  let clang = process.env.CC_wasm32_unknown_unknown ?? (await usable());
  if (!clang && hasApt()) {
    await step("Debian's clang", () => aptInstall('clang', 'llvm'));
    clang = await usable();
  }
  if (!clang) {
    const advice =
      'install LLVM’s clang (macOS: `brew install llvm`), then run this command again.';
    throw new SetupError('there is no clang that compiles C for WebAssembly', advice);
  }
  environment.setForWasm('CC_wasm32_unknown_unknown', clang);
  const ar = find([`${dirname(clang)}/llvm-ar`, 'llvm-ar']);
  if (ar) environment.setForWasm('AR_wasm32_unknown_unknown', ar);
}
