// Debian's packages: the only part of set-up that needs root.
import { capture, find } from '../run/command.mjs';
import { must, SetupError } from '../run/step.mjs';
import { mayInstall } from './permission.mjs';

// Waits for another run that holds the lock instead of failing on it.
const apt = ['apt-get', '-o', 'DPkg::Lock::Timeout=300'];
let updated = false;
let last = Promise.resolve();

/** Returns whether this machine has Debian's package manager. */
export function hasApt() {
  return process.platform === 'linux' && find('apt-get') !== undefined;
}

/**
 * Installs the packages that are missing, after those of other tasks. `purpose` is what they are
 * for. Without root, or with `DAYTALLY_INSTALL=no`, throws an error that has the command to run.
 */
export function aptInstall(purpose, ...names) {
  const installed = last.then(() => install(purpose, names));
  last = installed.catch(() => {});
  return installed;
}

async function install(purpose, names) {
  const missing = [];
  for (const name of names) if (!(await isInstalled(name))) missing.push(name);
  if (missing.length === 0) return;
  const args = ['install', '-y', '--no-install-recommends', ...missing];
  const sudo = isRoot() ? '' : 'sudo ';
  const byHand = `${sudo}apt-get update && ${sudo}apt-get ${args.join(' ')}`;
  const packages = `Debian's ${missing.join(', ')}`;
  if (!isRoot() || !mayInstall()) {
    const reason = isRoot() ? 'DAYTALLY_INSTALL is no' : 'only root can install packages';
    const advice = `run \`${byHand}\`, then this command again.`;
    throw new SetupError(`${purpose} needs ${packages}, and ${reason}`, advice);
  }
  // Printed at once, even if the task's other output is held until its end.
  console.log(
    `set-up: ${purpose}: installs ${packages} on this machine, by \`apt-get ${args.join(' ')}\` ` +
      '(DAYTALLY_INSTALL=no turns this off)',
  );
  const advice = `run \`${byHand}\`, correct what it reports, then run this command again.`;
  await update(advice);
  await root([...apt, ...args], advice);
}

/** Updates the package lists, once in a run. */
export async function update(advice) {
  if (updated) return;
  await root([...apt, 'update'], advice);
  updated = true;
}

export function isRoot() {
  return process.getuid() === 0;
}

async function isInstalled(name) {
  const status = await capture('dpkg', ['-s', name]);
  return status?.includes('Status: install ok installed') ?? false;
}

async function root([command, ...args], advice) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await must(command, args, { env, limit: 900, advice });
}
