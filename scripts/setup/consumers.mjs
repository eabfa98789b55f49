// The portals of tests/consumers, with the package from its tarball, in the cache: the checkout's
// node_modules is not above them there, so that they find only what they install.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint } from '../build/fingerprint.mjs';
import { folder as packageFolder } from '../build/package.mjs';
import { cached, readText, writeText } from '../run/cache.mjs';
import { find } from '../run/command.mjs';
import { project } from '../run/environment.mjs';
import { must, step } from '../run/step.mjs';

const sources = join(project, 'tests', 'consumers');
const quiet = ['--no-audit', '--no-fund', '--prefer-offline'];

/** Installs the bundlers and the packed package, and names the folder in DAYTALLY_CONSUMERS. */
export async function setUpConsumers(environment) {
  // Each checkout has a folder, because it has its own package.
  const folder = cached('consumers', fingerprint([], project).slice(0, 12));
  environment.set('DAYTALLY_CONSUMERS', folder);
  mkdirSync(folder, { recursive: true });
  const npm = async (...args) => {
    const advice = `run \`npm ${args[0]}\` in ${folder}, correct what it reports, then run this command again.`;
    await must(find('npm') ?? 'npm', args, { cwd: folder, limit: 600, advice });
  };
  const stamp = join(folder, 'installed');
  const locks = ['package.json', 'package-lock.json'].map((name) => join(sources, name));
  const made = fingerprint([...locks, packageFolder]);
  if (readText(stamp) !== made) {
    await step('Vite, webpack and the packed package, by npm in the cache', async () => {
      rmSync(stamp, { force: true });
      for (const lock of locks) cpSync(lock, join(folder, lock.slice(sources.length + 1)));
      await npm('ci', ...quiet);
      await npm('pack', packageFolder, '--pack-destination', folder);
      const { name, version } = JSON.parse(readFileSync(join(packageFolder, 'package.json')));
      await npm('install', '--no-save', ...quiet, `./${name}-${version}.tgz`);
      writeText(stamp, made);
    });
  }
  const apps = readdirSync(sources, { withFileTypes: true });
  for (const { name } of apps) {
    if (!locks.includes(join(sources, name))) {
      cpSync(join(sources, name), join(folder, name), { recursive: true });
    }
  }
  cpSync(join(sources, 'portal.js'), join(folder, 'plain', 'portal.js'));
}
