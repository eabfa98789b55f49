// `npm run format`: formats Rust, TypeScript and Python as `npm test` requires.
import { run } from './run/command.mjs';
import { Environment, project } from './run/environment.mjs';
import { main } from './run/step.mjs';
import { setUpNpm } from './setup/npm.mjs';
import { setUpPython } from './setup/python.mjs';

await main(async () => {
  const environment = new Environment();
  await setUpNpm(environment);
  const options = { env: environment.native, cwd: project, open: true };
  const rust = await run('cargo', ['fmt', '--all'], options);
  const page = await run('biome', ['check', '--write'], options);
  // Last, because its set-up takes longest and fails without Python.
  await setUpPython(environment);
  const format = ['-m', 'ruff', 'format'];
  const python = await run(environment.native.DAYTALLY_PYTHON, format, options);
  return rust.ok && page.ok && python.ok ? 0 : 1;
});
