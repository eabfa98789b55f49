// `npm run differential`: compares the command line and page with other engines on random data.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildPackage } from './build/package.mjs';
import { run } from './run/command.mjs';
import { project } from './run/environment.mjs';
import { main, SetupError } from './run/step.mjs';
import { prepare } from './setup/all.mjs';
import { setUpBrowser } from './setup/browser.mjs';
import { setUpPython } from './setup/python.mjs';

await main(async () => {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '10' },
      seed: { type: 'string', default: String(Date.now()) },
      only: { type: 'string' },
    },
  });
  const environment = await prepare({ page: false });
  await buildPackage(environment);
  await setUpBrowser(environment);
  await setUpPython(environment);
  const options = { env: environment.native, cwd: project, open: true };
  const built = await run('cargo', ['build', '--release', '-p', 'daytally-cli'], options);
  if (!built.ok) throw new SetupError('the crate does not build', 'see the cargo errors above.');
  const target = environment.native.CARGO_TARGET_DIR ?? join(project, 'target');
  const only = values.only === undefined ? [] : ['--only', values.only];
  const { ok } = await run(
    environment.native.DAYTALLY_PYTHON,
    [
      ...['tests/differential/run.py', join(target, 'release', 'daytally')],
      ...['--minutes', values.minutes, '--seed', values.seed],
      ...['--spark', '20', '--page', '5', ...only],
    ],
    options,
  );
  return ok ? 0 : 1;
});
