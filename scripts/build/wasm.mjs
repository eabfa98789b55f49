// The crate as WebAssembly with its JavaScript, in web/src/generated/.
import { cpSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readText, writeText } from '../run/cache.mjs';
import { run } from '../run/command.mjs';
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

/** Builds the module by a profile of Cargo.toml. */
export async function buildWasm(environment, profile = published) {
  const module = await compile(environment.wasm, profile);
  const optimisations = profile === published ? optimise : [];
  const made = fingerprint(
    [module, join(project, 'package-lock.json')],
    lockedVersion(),
    optimisations,
    textCheck,
  );
  // Both profiles stay built, so that `npm test` and `npm start` may follow each other.
  const folder = join(dirname(module), 'javascript');
  if (!isMade(folder, made)) await bind(module, folder, optimisations, made, environment.wasm);
  if (!isMade(generated, made)) cpSync(folder, generated, { recursive: true });
}

function isMade(folder, made) {
  return readText(stampOf(folder)) === made && existsSync(join(folder, 'daytally_bg.wasm'));
}

function stampOf(folder) {
  return join(folder, '.fingerprint');
}

async function bind(module, folder, optimisations, made, env) {
  await step('JavaScript for the module', async () => {
    const names = ['--target', 'web', '--out-dir', folder, '--out-name', 'daytally'];
    const advice = 'run `cargo clean`, then this command again.';
    await must('wasm-bindgen', [...names, module], { env, advice });
    if (optimisations.length > 0) {
      const bound = join(folder, 'daytally_bg.wasm');
      await must('wasm-opt', [...optimisations, '-o', bound, bound], { env, advice });
    }
    checkTexts(join(folder, 'daytally.js'));
    writeText(stampOf(folder), made);
  });
}

async function compile(env, profile) {
  const crate = ['--lib', '--package', 'daytally', '--target', triple];
  print(`build: the crate for WebAssembly, profile ${profile}`);
  const settings = profile === debug ? optimised : [];
  const args = ['build', '--profile', profile, ...settings, ...crate];
  const result = await run('cargo', args, { env, cwd: project, open: true });
  if (!result.ok) throw new SetupError('the crate does not build', 'see what cargo says above.');
  const target = env.CARGO_TARGET_DIR ?? join(project, 'target');
  return join(target, triple, profile === debug ? 'debug' : profile, 'daytally.wasm');
}
