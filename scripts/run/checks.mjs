// The checks of `npm test`, in the order they run, and what each needs to be set up.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { audit } from '../audit/check.mjs';
import { checkSizes } from '../budgets/check.mjs';
import { buildPackage } from '../build/package.mjs';
import { buildPage } from '../build/page.mjs';
import { buildWasm } from '../build/wasm.mjs';
import { checkFuzzing } from '../fuzz/check.mjs';
import { setUpBrowser } from '../setup/browser.mjs';
import { setUpCargoDeny } from '../setup/cargo-deny.mjs';
import { setUpConsumers } from '../setup/consumers.mjs';
import { setUpFirefox } from '../setup/firefox.mjs';
import { setUpNpm } from '../setup/npm.mjs';
import { setUpPython } from '../setup/python.mjs';
import { setUpSpark35 } from '../setup/spark-3.5.mjs';
import { setUpClang, setUpToolchain } from '../setup/toolchain.mjs';
import { setUpWasmBindgen } from '../setup/wasm-bindgen.mjs';
import { setUpWasmPack } from '../setup/wasm-pack.mjs';
import { run } from './command.mjs';
import { project } from './environment.mjs';
import { freePort } from './port.mjs';

const triple = 'wasm32-unknown-unknown';
const clippy = ['clippy', '--workspace', '--all-targets'];
const strict = ['--', '-D', 'warnings'];
const wasm = [setUpToolchain, setUpClang];
const module = [setUpNpm, ...wasm, setUpWasmBindgen, buildWasm];

/** Each check: its name, what it needs, and what it runs; `env` is the native one by default. */
export const checks = [
  check('fmt', [setUpToolchain], 'cargo', ['fmt', '--all', '--check']),
  check('biome', [setUpNpm], 'biome', ['check', '--error-on-warnings']),
  check('clippy', [setUpToolchain], 'cargo', [...clippy, ...strict]),
  forWasm('clippy-wasm', wasm, 'cargo', [...clippy, '--target', triple, ...strict]),
  { name: 'audit', needs: [setUpNpm, setUpToolchain, setUpCargoDeny], run: audit },
  check('types', module, 'tsc', ['--noEmit']),
  check('cargo', [setUpToolchain], 'cargo', ['test', '--workspace']),
  check('benches', [setUpToolchain], 'cargo', ['test', '--workspace', '--bench', 'stages']),
  {
    name: 'wasm',
    needs: [setUpNpm, ...wasm, setUpWasmBindgen, setUpWasmPack, setUpBrowser],
    run: (environment) => {
      const env = environment.wasm;
      const driver = ['--chromedriver', env.CHROMEDRIVER];
      return open('wasm-pack', ['test', '--headless', '--chrome', ...driver, 'crate'], env);
    },
  },
  {
    name: 'generated',
    needs: [setUpToolchain, setUpPython],
    run: async ({ native }) => {
      const script = 'tests/oracle/generated.py';
      await open(native.DAYTALLY_PYTHON, [script, await buildCommand(native)], native);
    },
  },
  {
    name: 'corpora',
    needs: [setUpToolchain, setUpPython],
    run: async ({ native }) => {
      const script = 'tests/oracle/corpora.py';
      await open(native.DAYTALLY_PYTHON, [script, await buildCommand(native)], native);
    },
  },
  inPython('oracle', 'tests/oracle/check.py'),
  inPython('spark', 'tests/oracle/spark.py', '--seconds', '60'),
  {
    name: 'differential',
    needs: [...module, buildPackage, setUpBrowser, setUpPython],
    run: async ({ native }) => {
      const script = 'tests/differential/run.py';
      const few = ['--cases', '200', '--seed', 'ci', '--spark', '20', '--page', '4'];
      await open(native.DAYTALLY_PYTHON, [script, await buildCommand(native), ...few], native);
    },
  },
  {
    name: 'cluster',
    needs: [setUpToolchain, setUpPython, setUpSpark35],
    run: async ({ native }) => {
      const random = mkdtempSync(join(tmpdir(), 'daytally-cluster-'));
      try {
        const daytally = await buildCommand(native);
        const make = ['cluster/tests/random_datasets.py', random, '24', 'ci', daytally];
        await open(native.DAYTALLY_PYTHON, make, native);
        const { DAYTALLY_PYTHON, DAYTALLY_PYTHON_SPARK_3_5 } = native;
        const pythons = [DAYTALLY_PYTHON, DAYTALLY_PYTHON_SPARK_3_5].filter(Boolean);
        for (const [at, python] of pythons.entries()) {
          await open(python, ['cluster/tests/jobs.py', daytally], native);
          // All cases take a release of Spark six minutes and more: each answers a part.
          const part = ['--every', String(pythons.length), '--skip', String(at)];
          const cases = ['--folder', 'tests/fixtures', '--folder', random, ...part];
          const script = 'cluster/tests/fixtures.py';
          await open(python, [script, ...cases, '--seconds', '150'], native);
        }
        // The options' code is the same for all, and the oldest release knows the fewest functions.
        await open(pythons.at(-1), ['cluster/tests/options.py', daytally], native);
      } finally {
        rmSync(random, { recursive: true, force: true });
      }
    },
  },
  {
    name: 'fuzz',
    needs: [setUpToolchain],
    run: async (environment) => {
      const fmt = ['fmt', '--manifest-path', 'crate/fuzz/Cargo.toml', '--check'];
      await open('cargo', fmt, environment.native);
      await checkFuzzing(environment);
    },
  },
  check('vitest', module, 'vitest', ['run']),
  {
    name: 'providers',
    needs: [setUpNpm, setUpToolchain],
    run: async ({ native }) => {
      const env = { ...native, DAYTALLY_COMMAND: await buildCommand(native) };
      await open('vitest', ['run', '--config', 'tests/provider/vitest.config.ts'], env);
    },
  },
  { name: 'page', needs: module, run: buildPage },
  { name: 'budgets', needs: [...module, buildPage], run: checkSizes },
  inBrowser('e2e', 'chromium', setUpBrowser),
  inBrowser('firefox', 'firefox', setUpFirefox),
  {
    name: 'consumers',
    needs: [...module, buildPackage, setUpConsumers, setUpBrowser, setUpFirefox],
    run: async ({ native }) => {
      const cwd = native.DAYTALLY_CONSUMERS;
      await open('node', ['node.mjs'], native, cwd);
      for (const resolution of ['nodenext', 'bundler']) {
        await open('tsc', ['-p', `types/tsconfig.${resolution}.json`], native, cwd);
      }
      await open('node', ['build.mjs'], { ...native, NODE_ENV: 'production' }, cwd);
      const env = { ...native, DAYTALLY_E2E_PORT: String(await freePort()) };
      await open('playwright', ['test', '--config', 'tests/consumers'], env);
    },
  },
];

function check(name, needs, command, args) {
  return { name, needs, run: (environment) => open(command, args, environment.native) };
}

/** Builds the command line for tests, and gives its path. */
async function buildCommand(native) {
  await open('cargo', ['test', '--workspace', '--no-run'], native);
  return join(native.CARGO_TARGET_DIR ?? join(project, 'target'), 'debug', 'daytally');
}

function inPython(name, ...script) {
  const run = ({ native }) => open(native.DAYTALLY_PYTHON, script, native);
  return { name, needs: [setUpPython], run };
}

/** Playwright's tests of the built page in one browser. */
function inBrowser(name, project, setUp) {
  const run = async ({ native }) => {
    const env = { ...native, DAYTALLY_E2E_PORT: String(await freePort()) };
    return await open('playwright', ['test', `--project=${project}`], env);
  };
  return { name, needs: [...module, buildPage, setUp], run };
}

function forWasm(name, needs, command, args) {
  return { name, needs, run: (environment) => open(command, args, environment.wasm) };
}

/** Runs a program in the open; throws when it fails. */
async function open(command, args, env, cwd = project) {
  console.log(`$ ${command} ${args.join(' ')}`);
  const result = await run(command, args, { env, cwd, open: true });
  if (!result.ok) throw new Error(`${command} ended with ${result.code}`);
}
