// What checks need before they run, as tasks: set-ups of tools, and builds.
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
import { setUpSeaweed } from '../setup/seaweed.mjs';
import { setUpSpark35 } from '../setup/spark-3.5.mjs';
import { setUpWebKit } from '../setup/webkit.mjs';
import { project } from './environment.mjs';
import { open } from './open.mjs';
import { task } from './schedule.mjs';

/** Cargo lets one build at a time use a folder of a profile; builds for WebAssembly have their own. */
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
export const spark35 = task('Spark 3.5', [python], setUpSpark35);

export const module = task('module', [npm, clang, bindgen], buildModule, {
  holds: ({ native }) => (isSample(native) ? [web] : []),
});
export const page = task('page', [module], buildPage);
export const npmPackage = task('package', [module], buildPackage);
export const consumers = task('consumers set-up', [npmPackage], setUpConsumers);
/** The tests in Rust, and the command line; after npm, so that the module is built first. */
export const programs = task('programs', [toolchain, npm], buildPrograms, debug);

/** Whether `npm test` runs, and not all checks. */
export function isSample({ DAYTALLY_TESTS }) {
  return DAYTALLY_TESTS === 'sample';
}

/**
 * `npm test` builds the module with the settings of the tests, because its own take minutes more;
 * `npm run test:all` tests what is published.
 */
async function buildModule(environment) {
  const { debug, published } = wasm;
  await wasm.buildWasm(environment, isSample(environment.native) ? debug : published);
}

/** The packages whose tests are run; those of the fuzz targets only among all checks. */
export function tested(native) {
  return ['--workspace', ...(isSample(native) ? ['--exclude', 'daytally-fuzz'] : [])];
}

async function buildPrograms({ native }) {
  await open('cargo', ['test', ...tested(native), '--no-run'], native);
}

/** The path of the command line that `programs` builds. */
export function commandLine(native) {
  return join(native.CARGO_TARGET_DIR ?? join(project, 'target'), 'debug', 'daytally');
}
