// The crate, its tables and the stores as modules of WebAssembly with their JavaScript, in web/src/generated/.
import { cpSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readText, writeText } from '../run/cache.mjs';
import { ask, run } from '../run/command.mjs';
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
  // What is called from one place only stays a function: an engine compiles for speed what is
  // called again, not a loop that is still running.
  '--one-caller-inline-max-function-size=20',
  // zstd-sys exports all that zstd's C may call; its sort, which only the trainer of dictionaries
  // calls, goes with the export.
  '--remove-exports=rust_zstd_wasm_shim_*',
  // The instances of one generic function lie beside each other then: Brotli, which sees how alike
  // they are, says in fewer bits where the last one was.
  '--reorder-functions-by-name',
  // Memory begins with zeros and the far end of the stack; where the stack is used up to its last
  // kilobyte, the module traps.
  '--low-memory-unused',
  '--zero-filled-memory',
  // What rustc's default target uses; wasm-opt refuses a module with features that are not enabled.
  '--enable-simd',
  '--enable-bulk-memory',
  '--enable-bulk-memory-opt',
  '--enable-sign-ext',
  '--enable-nontrapping-float-to-int',
  '--enable-mutable-globals',
  '--enable-reference-types',
  '--enable-multivalue',
];

/** The module as it is published: small, and fast where every row goes through. */
export const published = 'wasm';
/** The module with debug assertions; it shares its dependencies with the tests of the crate. */
export const debug = 'dev';
/** The tests compile the crate fast, and the specs run it many times. */
const optimised = ['--config', 'profile.dev.package.daytally.opt-level=1'];

/** No row goes through the other modules. */
const small = ['--config', `profile.${published}.package.daytally.opt-level="z"`];

/** The same for the other modules, for size alone. */
const optimiseOthers = ['-Oz', '--converge', ...optimise.slice(2)];

/** The modules by the names of their files, with their crates: the page's, those of tables and stores. */
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

/** Builds the modules by a profile of Cargo.toml. */
export async function buildWasm(environment, profile = published) {
  if (profile === debug) {
    // Together, so that the crate is compiled once; each module then has the features of all.
    await compile(environment.wasm, profile, optimised, ...modules.map(([, crate]) => crate));
  } else await compileOnce(environment.wasm);
  for (const [name] of modules) await script(environment, profile, name);
}

/**
 * Compiles what is published, unless it was compiled from these very files. Cargo would compile the
 * crate again for each of two modules, because its settings differ and its file has one name.
 */
async function compileOnce(env) {
  const paths = sources.map((name) => join(project, name));
  const rustc = await ask('rustc', ['--version'], { env, cwd: project });
  const made = fingerprint(paths, rustc, env.RUSTFLAGS ?? '', small);
  const files = modules.map(([name]) => compiled(env, published, name));
  const stamp = join(dirname(files[0]), '.modules.fingerprint');
  if (readText(stamp) === made && files.every((file) => existsSync(file))) {
    print('build: the modules are up to date');
    return;
  }
  // A build that is interrupted leaves other files.
  writeText(stamp, '');
  for (const [name, crate] of modules) {
    await compile(env, published, name === 'daytally' ? [] : small, crate);
  }
  writeText(stamp, made);
}

/** Makes the JavaScript of a module, and copies both to the page. */
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
  // Both profiles stay built, so that `npm test` and `npm start` may follow each other.
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
  if (!result.ok) throw new SetupError('the crate does not build', 'see what cargo says above.');
}

/** The path of a compiled module. */
function compiled(env, profile, name) {
  return join(env.CARGO_TARGET_DIR, triple, profile === debug ? 'debug' : profile, `${name}.wasm`);
}
