// Debian's packages: the one thing of the set-up that needs root.
import { ask, find, run } from '../run/command.mjs';
import { must, SetupError } from '../run/step.mjs';

let updated = false;
let last = Promise.resolve();

/** Whether this machine has Debian's package manager. */
export function hasApt() {
  return process.platform === 'linux' && find('apt-get') !== undefined;
}

export async function isInstalled(name) {
  const status = await ask('dpkg', ['-s', name]);
  return status?.includes('Status: install ok installed') ?? false;
}

/** Installs those of the packages that are missing, after what another task installs. */
export function aptInstall(...names) {
  const installed = last.then(() => install(names));
  last = installed.catch(() => {});
  return installed;
}

async function install(names) {
  const missing = [];
  for (const name of names) if (!(await isInstalled(name))) missing.push(name);
  if (missing.length === 0) return;
  const command = ['apt-get', 'install', '-y', '--no-install-recommends', ...missing];
  const byHand = `sudo apt-get update && sudo ${command.join(' ')}`;
  const asRoot = process.getuid() === 0 ? [] : ['sudo', '-n'];
  if (asRoot.length > 0 && !(await run('sudo', ['-n', 'true'], { limit: 10 })).ok) {
    throw new SetupError(
      `installing Debian's ${missing.join(', ')} needs root, and sudo asks for a password here`,
      `run \`${byHand}\`, then this command again.`,
    );
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const advice = `run \`${byHand}\` and see what it says, then this command again.`;
  const apt = async (...args) => {
    const [first, ...rest] = [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', ...args];
    await must(first, rest, { env, limit: 900, advice });
  };
  if (!updated) {
    // Waits for another run that holds the lock instead of failing on it.
    await apt('apt-get', '-o', 'DPkg::Lock::Timeout=300', 'update');
    updated = true;
  }
  const [, ...args] = command;
  await apt('apt-get', '-o', 'DPkg::Lock::Timeout=300', ...args);
}
