// `npm run dev`: serves the sources and reloads the page when they change.

import { run } from './run/command.mjs';
import { project } from './run/environment.mjs';
import { main } from './run/step.mjs';
import { prepare } from './setup/all.mjs';

await main(async () => {
  const environment = await prepare({ page: false });
  const options = { env: environment.native, cwd: project, open: true };
  const result = await run('vite', process.argv.slice(2), options);
  return result.code ?? 1;
});
