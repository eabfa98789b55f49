// `npm run frameworks`: sites built by Next.js and by Angular with the packed npm package.
import { join } from 'node:path';
import { buildPackage } from './build/package.mjs';
import { debug } from './build/wasm.mjs';
import { run } from './run/command.mjs';
import { project } from './run/environment.mjs';
import { freePort } from './run/port.mjs';
import { main, SetupError, step } from './run/step.mjs';
import { prepare } from './setup/all.mjs';
import { setUpBrowser } from './setup/browser.mjs';
import { setUpFirefox } from './setup/firefox.mjs';
import { setUpFrameworks } from './setup/frameworks.mjs';

/** The commands that build the sites, by folder; each also compiles its types. */
const builds = { next: ['next', 'build'], angular: ['ng', 'build'] };
const quiet = { NEXT_TELEMETRY_DISABLED: '1', NG_CLI_ANALYTICS: 'false', NODE_ENV: 'production' };

/** Builds a site with the program of its own node_modules. */
async function build(site, [program, ...args], native) {
  const cwd = join(native.DAYTALLY_FRAMEWORKS, site);
  const env = { ...native, ...quiet };
  const options = { env, cwd, open: true };
  const { ok } = await run(join(cwd, 'node_modules', '.bin', program), args, options);
  if (!ok) throw new SetupError(`${site} does not build`, 'see what it prints above.');
}

await main(async () => {
  // The debug profile is enough: the sites only show that the package is resolved, bundled and
  // hydrated. The check `consumers` tests the published build, which takes minutes longer.
  const environment = await prepare({ page: false, profile: debug });
  await buildPackage(environment);
  await setUpFrameworks(environment);
  await setUpBrowser(environment);
  await setUpFirefox(environment);
  const { native } = environment;
  for (const [site, command] of Object.entries(builds)) {
    await step(`${site}, built by \`${command.join(' ')}\``, () => build(site, command, native));
  }
  const ports = { DAYTALLY_NEXT_PORT: await freePort(), DAYTALLY_E2E_PORT: await freePort() };
  const env = { ...native, ...quiet, ...ports };
  const args = ['test', '--config', 'tests/frameworks'];
  const { ok } = await run('playwright', args, { env, cwd: project, open: true });
  return ok ? 0 : 1;
});
