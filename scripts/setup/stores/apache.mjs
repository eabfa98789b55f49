// Apache's server, whose indexes of folders are read. Debian's package starts no service.
import { existsSync } from 'node:fs';
import { find } from '../../run/command.mjs';
import { print } from '../../run/log.mjs';
import { SetupError, step } from '../../run/step.mjs';
import { aptInstall, hasApt } from '../apt.mjs';

/** Where Debian has it, which is not on the PATH of all users. */
const program = '/usr/sbin/apache2';
/** One of Debian's modules, whose folder the tests name. */
const module = '/usr/lib/apache2/modules/mod_autoindex.so';

/** Sets `DAYTALLY_APACHE`; without it, its tests are skipped. */
export async function setUpApache(environment) {
  try {
    if (!present()) await install();
    environment.set('DAYTALLY_APACHE', present());
  } catch (error) {
    print(`set-up: skipped the tests of Apache, which is missing (${error.message})`);
    if (error.advice) print(`set-up: ${error.advice}`);
  }
}

async function install() {
  if (!hasApt()) {
    throw new SetupError('set-up installs Apache only on Debian', '');
  }
  const purpose = 'Apache for the tests';
  await step(purpose, () => aptInstall(purpose, 'apache2-bin'));
  if (!present()) throw new SetupError(`Debian’s package does not contain ${module}`, '');
}

function present() {
  const found = process.env.DAYTALLY_APACHE || find('apache2') || program;
  return existsSync(found) && existsSync(module) ? found : undefined;
}
