// Builds the WebAssembly modules and their JavaScript in web/src/generated/.
import { cpSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readText, writeText } from '../run/cache.mjs';
import { capture, run } from '../run/command.mjs';
import { project } from '../run/environment.mjs';
import { print } from '../run/log.mjs';
import { must, SetupError, step } from '../run/step.mjs';
import { lockedVersion } from '../setup/rust/wasm-bindgen.mjs';
import { fingerprint } from './fingerprint.mjs';
import { checkTexts, textCheck } from './text_check.mjs';

const triple = 'wasm32-unknown-unknown';
const generated = join(project, 'web', 'src', 'generated');
const optimise = [
  '-Os',
  // Keeps functions with one caller: an engine optimises a function for its next call, but not a
  // loop that is already running.
  '--one-caller-inline-max-function-size=20',
  // zstd-sys exports all functions that zstd's C code may call. Without the exports, wasm-opt
  // removes its sort, which only dictionary training calls.
  '--remove-exports=rust_zstd_wasm_shim_*',
  // Puts instances of one generic function side by side, so that Brotli finds their similarities.
  '--reorder-functions-by-name',
  // Memory starts zeroed, and the stack's far end is at address 0: a module that uses its stack up
  // to the last kilobyte traps.
  '--low-memory-unused',
  '--zero-filled-memory',
  // The features of rustc's default target; wasm-opt rejects features that are not enabled.
  '--enable-simd',
  '--enable-bulk-memory',
  '--enable-bulk-memory-opt',
  '--enable-sign-ext',
  '--enable-nontrapping-float-to-int',
  '--enable-mutable-globals',
  '--enable-reference-types',
  '--enable-multivalue',
];

/** The profile of published modules: small, and fast in the code that processes every row. */
export const published = 'wasm';
/** The profile with debug assertions; it shares compiled dependencies with the crate's tests. */
export const debug = 'dev';
/** The browser specs run the module many times, so that some optimisation pays off. */
const optimised = ['--config', 'profile.dev.package.daytally.opt-level=1'];

/** The other modules do not process rows, so that they are optimised for size. */
const small = ['--config', `profile.${published}.package.daytally.opt-level="z"`];

/** The options of wasm-opt for the other modules. */
const optimiseOthers = ['-Oz', '--converge', ...optimise.slice(2)];

/** The modules: file name and crate. */
const modules = [
  ['daytally', 'daytally'],
  ['daytally_tables', 'daytally-tables'],
  ['daytally_stores', 'daytally-stores'],
];

/** What the modules are compiled from. */
const sources = [
  'crate/src',
  'crate/tables',
  'crate/Cargo.toml',
  'store',
  'Cargo.toml',
  'Cargo.lock',
  '.cargo/config.toml',
  'rust-toolchain.toml',
];

/** Builds the modules with a profile of Cargo.toml. */
export async function buildWasm(environment, profile = published) {
  if (profile === debug) {
    // Together, so that the crate is compiled once; each module then has the features of all.
    await compile(environment.wasm, profile, optimised, ...modules.map(([, crate]) => crate));
  } else await compileOnce(environment.wasm);
  for (const [name] of modules) await script(environment, profile, name);
}

/**
 * Compiles the published modules if their sources have changed. Cargo alone would compile the crate
 * again each time, because the modules need different settings of it under one file name.
 */
async function compileOnce(env) {
  const paths = sources.map((name) => join(project, name));
  const rustc = await capture('rustc', ['--version'], { env, cwd: project });
  const made = fingerprint(paths, rustc, env.RUSTFLAGS ?? '', small);
  const files = modules.map(([name]) => compiled(env, published, name));
  const stamp = join(dirname(files[0]), '.modules.fingerprint');
  if (readText(stamp) === made && files.every((file) => existsSync(file))) {
    print('build: the modules are up to date');
    return;
  }
  // An interrupted build must not look complete.
  writeText(stamp, '');
  for (const [name, crate] of modules) {
    await compile(env, published, name === 'daytally' ? [] : small, crate);
  }
  writeText(stamp, made);
}

/** Generates the JavaScript of a module, and copies both to web/src/generated/. */
async function script(environment, profile, name) {
  const module = compiled(environment.wasm, profile, name);
  const all = name === 'daytally' ? optimise : optimiseOthers;
  const optimisations = profile === published ? all : [];
  const made = fingerprint(
    [module, join(project, 'package-lock.json')],
    lockedVersion(),
    optimisations,
    textCheck,
  );
  // Both profiles stay built, so that switching between `npm test` and `npm start` is fast.
  const folder = join(dirname(module), 'javascript', name);
  if (!isMade(folder, name, made)) {
    await bind(module, folder, name, optimisations, made, environment.wasm);
  }
  if (!isMade(generated, name, made)) cpSync(folder, generated, { recursive: true });
}

function isMade(folder, name, made) {
  return readText(stampOf(folder, name)) === made && existsSync(join(folder, `${name}_bg.wasm`));
}

function stampOf(folder, name) {
  return join(folder, `.${name}.fingerprint`);
}

async function bind(module, folder, name, optimisations, made, env) {
  await step(`JavaScript for the module ${name}`, async () => {
    const names = ['--target', 'web', '--out-dir', folder, '--out-name', name];
    const advice = 'run `cargo clean`, then this command again.';
    await must('wasm-bindgen', [...names, module], { env, advice });
    if (optimisations.length > 0) {
      const bound = join(folder, `${name}_bg.wasm`);
      await must('wasm-opt', [...optimisations, '-o', bound, bound], { env, advice });
    }
    checkTexts(join(folder, `${name}.js`));
    writeText(stampOf(folder, name), made);
  });
}

async function compile(env, profile, settings, ...crates) {
  print(`build: ${crates.join(', ')} for WebAssembly, profile ${profile}`);
  const of = ['--lib', ...crates.flatMap((crate) => ['--package', crate]), '--target', triple];
  const args = ['build', '--profile', profile, ...settings, ...of];
  const result = await run('cargo', args, { env, cwd: project, open: true });
  if (!result.ok) throw new SetupError('the crate does not build', 'see the cargo errors above.');
}

/** Returns the path of a compiled module. */
function compiled(env, profile, name) {
  return join(env.CARGO_TARGET_DIR, triple, profile === debug ? 'debug' : profile, `${name}.wasm`);
}
