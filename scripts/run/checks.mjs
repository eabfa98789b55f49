// The checks of `npm test`, in the order they run, and what each needs to be set up.
import { createServer } from 'node:net';
import { join } from 'node:path';
import { checkSizes } from '../budgets/check.mjs';
import { buildPackage } from '../build/package.mjs';
import { buildPage } from '../build/page.mjs';
import { buildWasm } from '../build/wasm.mjs';
import { setUpBrowser } from '../setup/browser.mjs';
import { setUpConsumers } from '../setup/consumers.mjs';
import { setUpFirefox } from '../setup/firefox.mjs';
import { setUpNpm } from '../setup/npm.mjs';
import { setUpPython } from '../setup/python.mjs';
import { setUpClang, setUpToolchain } from '../setup/toolchain.mjs';
import { setUpWasmBindgen } from '../setup/wasm-bindgen.mjs';
import { setUpWasmPack } from '../setup/wasm-pack.mjs';
import { run } from './command.mjs';
import { project } from './environment.mjs';

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
  inPython('oracle', 'tests/oracle/check.py'),
  inPython('spark', 'tests/oracle/spark.py'),
  {
    name: 'differential',
    needs: [setUpToolchain, setUpPython],
    run: async ({ native }) => {
      const script = 'tests/differential/run.py';
      const few = ['--cases', '200', '--seed', 'ci', '--spark', '50'];
      await open(native.DAYTALLY_PYTHON, [script, await buildCommand(native), ...few], native);
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

function inPython(name, script) {
  const run = ({ native }) => open(native.DAYTALLY_PYTHON, [script], native);
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

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
