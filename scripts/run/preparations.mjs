// The tasks that checks depend on: set-ups of tools, and builds.
import { join } from 'node:path';
import { buildPackage } from '../build/package.mjs';
import { buildPage } from '../build/page.mjs';
import * as wasm from '../build/wasm.mjs';
import { setUpBrowser } from '../setup/browser.mjs';
import { setUpConsumers } from '../setup/consumers.mjs';
import { setUpFirefox } from '../setup/firefox.mjs';
import { setUpNpm } from '../setup/npm.mjs';
import { setUpPython } from '../setup/python.mjs';
import { setUpCargoDeny } from '../setup/rust/cargo-deny.mjs';
import { setUpClang, setUpToolchain } from '../setup/rust/toolchain.mjs';
import { setUpWasmBindgen } from '../setup/rust/wasm-bindgen.mjs';
import { setUpWasmPack } from '../setup/rust/wasm-pack.mjs';
import { setUpSpark35 } from '../setup/spark-3.5.mjs';
import { setUpApache } from '../setup/stores/apache.mjs';
import { setUpAzurite } from '../setup/stores/azurite.mjs';
import { setUpSeaweed } from '../setup/stores/seaweed.mjs';
import { setUpWebKit } from '../setup/webkit.mjs';
import { project } from './environment.mjs';
import { open } from './open.mjs';
import { task } from './schedule.mjs';

/** Cargo runs one build at a time in the folder of a profile; WebAssembly has its own folders. */
const debug = { holds: () => ['target/debug'] };
export const web = 'target/web/debug';

export const npm = task('npm packages', [], setUpNpm, { waits: true });
export const toolchain = task('toolchain', [], setUpToolchain);
export const clang = task('clang', [toolchain], setUpClang);
export const bindgen = task('wasm-bindgen', [toolchain], setUpWasmBindgen);
export const wasmPack = task('wasm-pack set-up', [toolchain], setUpWasmPack);
export const cargoDeny = task('cargo-deny', [toolchain], setUpCargoDeny);
export const chromium = task('Chromium', [npm], setUpBrowser);
export const firefox = task('Firefox', [], setUpFirefox);
export const webkit = task('WebKit set-up', [], setUpWebKit);
export const python = task('Python', [], setUpPython, { waits: true });
export const seaweed = task('SeaweedFS', [], setUpSeaweed, { waits: true });
export const azurite = task('Azurite', [], setUpAzurite, { waits: true });
export const apache = task('Apache', [], setUpApache, { waits: true });
export const spark35 = task('Spark 3.5', [python], setUpSpark35);

export const module = task('module', [npm, clang, bindgen], buildModule, {
  holds: ({ native }) => (isSample(native) ? [web] : []),
});
export const page = task('page', [module], buildPage);
export const npmPackage = task('package', [module], buildPackage);
export const consumers = task('consumers set-up', [npmPackage], setUpConsumers);
/** The tests in Rust, and the command line; after npm, so that the module is built first. */
export const programs = task('programs', [toolchain, npm], buildPrograms, debug);

/** Returns whether this is `npm test`, which runs only the quick checks. */
export function isSample({ DAYTALLY_TESTS }) {
  return DAYTALLY_TESTS === 'sample';
}

/**
 * Builds the modules: for `npm test` with the debug profile, which builds minutes faster; for
 * `npm run test:all` as they are published.
 */
async function buildModule(environment) {
  const { debug, published } = wasm;
  await wasm.buildWasm(environment, isSample(environment.native) ? debug : published);
}

/** Returns cargo's options for the packages to test; `npm test` skips the fuzz targets. */
export function tested(native) {
  return ['--workspace', ...(isSample(native) ? ['--exclude', 'daytally-fuzz'] : [])];
}

async function buildPrograms({ native }) {
  await open('cargo', ['test', ...tested(native), '--no-run'], native);
}

/** Returns the path of the command line that `programs` builds. */
export function commandLine(native) {
  return join(native.CARGO_TARGET_DIR ?? join(project, 'target'), 'debug', 'daytally');
}
