// The npm packages of package-lock.json, in node_modules.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { find } from '../run/command.mjs';
import { project } from '../run/environment.mjs';
import { must, SetupError, step } from '../run/step.mjs';

export async function setUpNpm(environment) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19) || major === 21) {
    const advice =
      'install Node 20.19, 22.12 or newer (https://nodejs.org), then run this command again.';
    throw new SetupError(`Node ${process.versions.node} is too old`, advice);
  }
  environment.prepend(join(project, 'node_modules', '.bin'));
  if (modified('node_modules/.package-lock.json') >= modified('package-lock.json')) return;
  await step('npm packages, by `npm ci` in node_modules', async () => {
    const npm = find('npm') ?? 'npm';
    const advice = 'run `npm ci`, correct what it reports, then run this command again.';
    await must(npm, ['ci', '--no-audit', '--no-fund'], { cwd: project, limit: 900, advice });
  });
}

function modified(path) {
  try {
    return statSync(join(project, path)).mtimeMs;
  } catch {
    return 0;
  }
}
