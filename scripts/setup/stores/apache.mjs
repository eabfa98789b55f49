// Apache's server, whose indexes of folders are read. Debian's package starts no service.
import { existsSync } from 'node:fs';
import { find } from '../../run/command.mjs';
import { print } from '../../run/log.mjs';
import { SetupError, step } from '../../run/step.mjs';
import { aptInstall, hasApt } from '../apt.mjs';

/** Where Debian has it, which is not on the PATH of all users. */
const program = '/usr/sbin/apache2';

/** Sets `DAYTALLY_APACHE`; without it, its tests are skipped. */
export async function setUpApache(environment) {
  try {
    if (!present()) await install();
    environment.set('DAYTALLY_APACHE', present());
  } catch (error) {
    print(`set-up: skipped the tests of Apache, which is missing (${error.message})`);
  }
}

async function install() {
  if (!hasApt()) {
    throw new SetupError('set-up installs Apache only on Debian', 'set DAYTALLY_APACHE.');
  }
  const purpose = 'Apache for the tests';
  await step(purpose, () => aptInstall(purpose, 'apache2-bin'));
}

function present() {
  return process.env.DAYTALLY_APACHE ?? find('apache2') ?? (existsSync(program) ? program : '');
}
