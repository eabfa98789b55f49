// `npm run soak`: runs the page many times in one tab, and checks what it still holds.
import { parseArgs } from 'node:util';
import { run } from './run/command.mjs';
import { project } from './run/environment.mjs';
import { freePort } from './run/port.mjs';
import { main } from './run/step.mjs';
import { prepare } from './setup/all.mjs';
import { setUpBrowser } from './setup/browser.mjs';

await main(async () => {
  const { values } = parseArgs({ options: { runs: { type: 'string', default: '1000' } } });
  const environment = await prepare();
  await setUpBrowser(environment);
  const ports = { DAYTALLY_E2E_PORT: String(await freePort()) };
  const env = {
    ...environment.native,
    ...ports,
    DAYTALLY_RUNS: values.runs,
  };
  const args = ['test', '--project=chromium', 'runs.spec.ts'];
  const { ok } = await run('playwright', args, { env, cwd: project, open: true });
  return ok ? 0 : 1;
});
