// The crate as WebAssembly with its JavaScript, in web/src/generated/.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readText, writeText } from '../run/cache.mjs';
import { run } from '../run/command.mjs';
import { project } from '../run/environment.mjs';
import { print } from '../run/log.mjs';
import { must, SetupError, step } from '../run/step.mjs';
import { lockedVersion } from '../setup/rust/wasm-bindgen.mjs';
import { fingerprint } from './fingerprint.mjs';
import { checkTexts, textCheck } from './text_check.mjs';

const triple = 'wasm32-unknown-unknown';
const profile = 'wasm';
const generated = join(project, 'web', 'src', 'generated');
const stamp = join(generated, '.fingerprint');
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

export async function buildWasm(environment) {
  const module = await compile(environment.wasm);
  const bound = join(generated, 'daytally_bg.wasm');
  const made = fingerprint(
    [module, join(project, 'package-lock.json')],
    lockedVersion(),
    optimise,
    textCheck,
  );
  if (readText(stamp) === made && existsSync(bound)) return;
  await step('JavaScript for the module', async () => {
    const names = ['--target', 'web', '--out-dir', generated, '--out-name', 'daytally'];
    const env = environment.wasm;
    const again = 'run `cargo clean`, then this command again.';
    await must('wasm-bindgen', [...names, module], { env, advice: again });
    await must('wasm-opt', [...optimise, '-o', bound, bound], { env, advice: again });
    checkTexts(join(generated, 'daytally.js'));
    writeText(stamp, made);
  });
}

async function compile(env) {
  const args = [
    'build',
    '--profile',
    profile,
    '--lib',
    '--package',
    'daytally',
    '--target',
    triple,
  ];
  print('build: the crate for WebAssembly');
  const result = await run('cargo', args, { env, cwd: project, open: true });
  if (!result.ok) throw new SetupError('the crate does not build', 'see what cargo says above.');
  const target = env.CARGO_TARGET_DIR ?? join(project, 'target');
  return join(target, triple, profile, 'daytally.wasm');
}
