// Installs a portal's locked packages and the packed package in the cache. The checkout's
// node_modules is not in a parent folder there, so that the portal finds only its own packages.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint } from '../build/fingerprint.mjs';
import { folder as packageFolder } from '../build/package.mjs';
import { cached, readText, writeText } from '../run/cache.mjs';
import { find } from '../run/command.mjs';
import { project } from '../run/environment.mjs';
import { must, step } from '../run/step.mjs';

const quiet = ['--no-audit', '--no-fund', '--prefer-offline'];
const locks = ['package.json', 'package-lock.json'];

/** Returns a folder in the cache; each checkout has its own, because it has its own package. */
export function portalFolder(...names) {
  return cached(names[0], fingerprint([], project).slice(0, 12), ...names.slice(1));
}

/** Copies the portal in `sources` to `folder`; installs its packages and the packed package. */
export async function installPortal(title, sources, folder) {
  mkdirSync(folder, { recursive: true });
  const npm = async (...args) => {
    const advice = `run \`npm ${args[0]}\` in ${folder}, correct what it reports, then run this command again.`;
    await must(find('npm') ?? 'npm', args, { cwd: folder, limit: 600, advice });
  };
  const stamp = join(folder, 'installed');
  const made = fingerprint([...locks.map((name) => join(sources, name)), packageFolder]);
  if (readText(stamp) !== made) {
    await step(`${title}, by npm in the cache`, async () => {
      rmSync(stamp, { force: true });
      for (const lock of locks) cpSync(join(sources, lock), join(folder, lock));
      await npm('ci', ...quiet);
      await npm('pack', packageFolder, '--pack-destination', folder);
      const { name, version } = JSON.parse(readFileSync(join(packageFolder, 'package.json')));
      await npm('install', '--no-save', ...quiet, `./${name}-${version}.tgz`);
      writeText(stamp, made);
    });
  }
  for (const name of readdirSync(sources)) {
    if (!locks.includes(name)) cpSync(join(sources, name), join(folder, name), { recursive: true });
  }
}
