// `npm run format`: puts the Rust and TypeScript in the form that `npm test` checks for.
import { run } from './run/command.mjs';
import { Environment, project } from './run/environment.mjs';
import { main } from './run/step.mjs';
import { setUpNpm } from './setup/npm.mjs';

await main(async () => {
  const environment = new Environment();
  await setUpNpm(environment);
  const options = { env: environment.native, cwd: project, open: true };
  const rust = await run('cargo', ['fmt', '--all'], options);
  const page = await run('biome', ['check', '--write'], options);
  return rust.ok && page.ok ? 0 : 1;
});
