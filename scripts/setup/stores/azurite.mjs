// Azurite, an emulator of Azure Blob Storage, in a folder of its own in the cache.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cached, readText, writeText } from '../../run/cache.mjs';
import { find } from '../../run/command.mjs';
import { project } from '../../run/environment.mjs';
import { print } from '../../run/log.mjs';
import { must, step } from '../../run/step.mjs';

const sources = join(project, 'tests', 'stores');
const lists = ['package.json', 'package-lock.json'];
/** Written last, so that an interrupted installation is begun again. */
const complete = 'complete';

/** Sets `DAYTALLY_AZURITE`; without it, tests of Azure are skipped. */
export async function setUpAzurite(environment) {
  const hash = createHash('sha256').update(readText(join(sources, 'package-lock.json')) ?? '');
  const home = cached('azurite', hash.digest('hex').slice(0, 12));
  const program = join(home, 'node_modules', 'azurite', 'dist', 'src', 'blob', 'main.js');
  try {
    if (!existsSync(join(home, complete))) {
      await step('Azurite, by npm in the cache', () => install(home));
    }
    environment.set('DAYTALLY_AZURITE', program);
  } catch (error) {
    print(`set-up: skipped the tests of Azure, because Azurite is missing (${error.message})`);
    if (error.advice) print(`set-up: ${error.advice}`);
  }
}

async function install(home) {
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  for (const list of lists) cpSync(join(sources, list), join(home, list));
  const advice = `run \`npm ci\` in ${home}, correct what it reports, then run this command again.`;
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  await must(find('npm') ?? 'npm', args, { cwd: home, limit: 600, advice });
  writeText(join(home, complete), '');
}
