// The checks of `npm test` and `npm run test:all`, in the order of their priority.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { audit } from '../audit/check.mjs';
import { packCrate } from '../audit/crate.mjs';
import { checkSizes } from '../budgets/check.mjs';
import { checkFuzzing } from '../fuzz/check.mjs';
import { checkWheel } from '../release/wheel.mjs';
import { hasJava } from '../setup/python.mjs';
import { print } from './log.mjs';
import { open } from './open.mjs';
import { freePort } from './port.mjs';
import * as needs from './preparations.mjs';
import { task } from './schedule.mjs';

const { bindgen, chromium, clang, commandLine, firefox, module, npm, npmPackage } = needs;
const { page, programs, python, spark35, toolchain, wasmPack, web, webkit } = needs;

const triple = 'wasm32-unknown-unknown';
const clippy = ['clippy', '--all-targets'];
const strict = ['--', '-D', 'warnings'];
const withoutCodecs = ['clippy', '--package', 'daytally', '--no-default-features', ...strict];
/** Cargo runs one build at a time in the folder of a profile. */
const debug = ['target/debug'];
/** Firefox reports no downloads, so that its tests watch one shared folder. */
const downloads = ['downloads of Firefox'];

/** Every check; those of `npm test` are `quick`. */
export const checks = [
  quick('fmt', [toolchain], inNative('cargo', 'fmt', '--all', '--check')),
  quick('biome', [npm], inNative('biome', 'check', '--error-on-warnings')),
  quick('types', [module], inNative('tsc', '--noEmit')),
  full('budgets', [page], checkSizes),
  quick('e2e', (of) => [page, chromium, python, ...dataOf(of)], inBrowser('chromium')),
  full('firefox', (of) => [page, firefox, python, ...dataOf(of)], inBrowser('firefox'), downloads),
  full('webkit', [page, webkit], testWebKit),
  full('consumers', [needs.consumers, chromium, firefox], testConsumers, downloads),
  quick('wasm', [npm, clang, bindgen, wasmPack, chromium], testModule, [web]),
  quick('cargo', (of) => [programs, needs.seaweed, ...serversOf(of)], testRust),
  quick('vitest', [module], inNative('vitest', 'run')),
  // After npm, so that the module, which most checks need, is built first.
  quick('clippy', [toolchain, npm], inNative('cargo', ...clippy, '--workspace', ...strict), debug),
  full('doc', [toolchain], buildDoc, debug),
  quick('crate', [programs], packCrate),
  quick('python', [python], lintPython),
  quick('oracle', [python], inPython('tests/oracle/check.py')),
  full('spark', [programs, python, spark35], testSpark, ['spark']),
  full('clippy-wasm', [clang], lintForWasm, [web]),
  full('fuzz', [programs], checkFuzzing, debug),
  full('differential', [programs, npmPackage, chromium, python], testRandomDatasets, ['spark']),
  full('tables', [programs, npmPackage, chromium, python], testTables),
  full('oracle-spark', [python], inPython('tests/oracle/spark.py'), ['spark']),
  full('providers', [npm, programs], testProviders),
  full('audit', [npm, needs.cargoDeny], audit),
  full('features', [programs], inNative('cargo', ...withoutCodecs), debug),
  full('benches', [programs], inNative('cargo', 'test', '--bench', 'stages'), debug),
  full('generated', [programs, python], withCommandLine('tests/oracle/generated.py')),
  full('corpora', [programs, python], withCommandLine('tests/oracle/corpora.py')),
];

function quick(name, after, run, holds = []) {
  return { ...full(name, after, run, holds), quick: true };
}

function full(name, after, run, holds = []) {
  return task(name, after, run, { holds: () => holds, check: true });
}

/** Returns the tasks that make the data of specs that only `npm run test:all` runs. */
function dataOf({ native }) {
  return needs.isSample(native) ? [] : [programs, needs.seaweed];
}

/** Returns the tasks that set up servers whose tests only `npm run test:all` runs. */
function serversOf({ native }) {
  return needs.isSample(native) ? [] : [needs.azurite, needs.apache];
}

function inNative(command, ...args) {
  return ({ native }) => open(command, args, native);
}

function inPython(...script) {
  return ({ native }) => open(native.DAYTALLY_PYTHON, script, native);
}

/** Runs a script in Python with the path of the command line as its argument. */
function withCommandLine(...script) {
  return ({ native }) => open(native.DAYTALLY_PYTHON, [...script, commandLine(native)], native);
}

function testRust({ native }) {
  return open('cargo', ['test', ...needs.tested(native), '--no-fail-fast'], native);
}

/** The reference of the crates; a broken link in it is an error. */
function buildDoc({ native }) {
  const env = { ...native, RUSTDOCFLAGS: '-D warnings' };
  return open('cargo', ['doc', '--no-deps', '--workspace'], env);
}

/** Checks the lints, format, layers and types of all Python. */
async function lintPython({ native }) {
  const python = (...args) => open(native.DAYTALLY_PYTHON, args, native);
  await python('-m', 'ruff', 'check');
  await python('-m', 'ruff', 'format', '--check');
  await python('spark/tests/layers.py');
  // The types of a package that is not installed are unknown.
  if (await hasJava()) await python('-m', 'mypy');
  else print('skipped mypy, because pyspark is not installed without Java 17');
}

function lintForWasm({ wasm }) {
  const crates = ['daytally', 'daytally-tables', 'daytally-stores'].flatMap((name) => [
    '--package',
    name,
  ]);
  // The check "wasm" compiles the tests.
  return open('cargo', ['clippy', '--lib', ...crates, '--target', triple, ...strict], wasm);
}

/** The crate's own tests in a browser, with debug assertions. */
function testModule({ wasm }) {
  const options = ['--headless', '--chrome', '--chromedriver', wasm.CHROMEDRIVER];
  // A running test blocks its page, and by default the runner waits 20 s for the page's state.
  const env = { ...wasm, WASM_BINDGEN_TEST_TIMEOUT: '300' };
  return open('wasm-pack', ['test', ...options, 'crate'], env);
}

/** Playwright's tests of the built page in one browser. */
function inBrowser(project) {
  return async ({ native }) => {
    const env = { ...native, DAYTALLY_E2E_PORT: String(await freePort()) };
    return await open('playwright', ['test', `--project=${project}`], env);
  };
}

/** Tests the main paths in WebKitGTK, which Playwright cannot drive. */
async function testWebKit({ native }) {
  if (native.DAYTALLY_WEBKIT)
    await open('playwright', ['test', '--config', 'tests/webkit'], native);
  else print('skipped the tests in WebKit, because set-up did not find it');
}

function testRandomDatasets({ native }) {
  const few = ['--cases', '120', '--seed', 'ci', '--spark', '12', '--page', '4'];
  const script = ['tests/differential/run.py', commandLine(native), ...few];
  return open(native.DAYTALLY_PYTHON, script, native);
}

async function testTables({ native }) {
  const few = ['--histories', '10', '--seed', 'ci', '--page', '10'];
  for (const script of ['random_histories.py', 'iceberg/random_iceberg.py']) {
    await open(
      native.DAYTALLY_PYTHON,
      [`tests/tables/${script}`, commandLine(native), ...few],
      native,
    );
  }
}

function testProviders({ native }) {
  const env = { ...native, DAYTALLY_COMMAND: commandLine(native) };
  return open('vitest', ['run', '--config', 'tests/provider/vitest.config.ts'], env);
}

/** Tests the wheel of the PySpark package, and the package on each Spark that set-up found. */
async function testSpark({ native }) {
  await checkWheel(native);
  const random = mkdtempSync(join(tmpdir(), 'daytally-spark-'));
  try {
    const daytally = commandLine(native);
    const make = ['spark/tests/random_datasets.py', random, '12', 'ci', daytally];
    await open(native.DAYTALLY_PYTHON, make, native);
    const { DAYTALLY_PYTHON, DAYTALLY_PYTHON_SPARK_3_5 } = native;
    const pythons = [DAYTALLY_PYTHON, DAYTALLY_PYTHON_SPARK_3_5].filter(Boolean);
    // Small jobs are mostly planning on one core, so the releases run side by side.
    const runs = pythons.map((each, at) => {
      // The newest release runs all jobs; the oldest, which has the fewest functions, the options.
      const jobs = at > 0 ? ['--part'] : [];
      if (at === pythons.length - 1) jobs.push('--options');
      // Running all cases takes minutes, so that each release runs a part of them.
      const part = ['--every', String(pythons.length), '--skip', String(at), '--seconds', '45'];
      const cases = ['--cases', '--folder', 'tests/fixtures', '--folder', random, ...part];
      return open(each, ['spark/tests/jobs.py', daytally, ...jobs, ...cases], native);
    });
    const failed = (await Promise.allSettled(runs)).find((each) => each.status === 'rejected');
    if (failed) throw failed.reason;
  } finally {
    rmSync(random, { recursive: true, force: true });
  }
}

/**
 * Tests the npm package as its users see it: its manifest, in Node, in bundlers, with both module
 * resolutions of TypeScript, and the types of the examples in its README.
 */
async function testConsumers({ native }) {
  const cwd = native.DAYTALLY_CONSUMERS;
  const installed = ['--strict', '--pack', 'false', 'node_modules/daytally'];
  await open('node', ['node_modules/publint/src/cli.js', 'run', ...installed], native, cwd);
  await open('node', ['node.mjs'], native, cwd);
  for (const name of ['nodenext', 'bundler', 'documented']) {
    await open('tsc', ['-p', `types/tsconfig.${name}.json`], native, cwd);
  }
  await open('node', ['build.mjs'], { ...native, NODE_ENV: 'production' }, cwd);
  const env = { ...native, DAYTALLY_E2E_PORT: String(await freePort()) };
  await open('playwright', ['test', '--config', 'tests/consumers'], env);
}
