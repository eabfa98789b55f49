// WebKitGTK's browser and driver, with Xvfb as the screen.
import { existsSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { find } from '../run/command.mjs';
import { print } from '../run/log.mjs';
import { SetupError, step } from '../run/step.mjs';
import { aptInstall, hasApt } from './apt.mjs';

const cpus = { x64: 'x86_64', arm64: 'aarch64' };
/** Where Debian has the browser, which is not on PATH. */
const browser = `/usr/lib/${cpus[arch()] ?? arch()}-linux-gnu/webkit2gtk-4.1/MiniBrowser`;

/** Sets `DAYTALLY_WEBKIT` and `DAYTALLY_WEBKIT_DRIVER`; without them, its tests are skipped. */
export async function setUpWebKit(environment) {
  try {
    if (!present()) await install();
    environment.set('DAYTALLY_WEBKIT', process.env.DAYTALLY_WEBKIT ?? browser);
    environment.set('DAYTALLY_WEBKIT_DRIVER', find('WebKitWebDriver'));
  } catch (error) {
    print(`set-up: skipped the tests in WebKit, which is missing (${error.message})`);
    if (error.advice) print(`set-up: ${error.advice}`);
  }
}

async function install() {
  if (platform() !== 'linux' || !hasApt()) {
    const advice = 'install WebKitGTK 2.50 with its driver, and Xvfb.';
    throw new SetupError('set-up installs WebKitGTK only on Debian', advice);
  }
  const purpose = 'WebKit for the tests';
  await step(purpose, () => aptInstall(purpose, 'webkit2gtk-driver', 'xvfb', 'xauth'));
  if (!present()) throw new SetupError(`Debian’s packages do not contain ${browser}`, '');
}

function present() {
  const isThere = existsSync(process.env.DAYTALLY_WEBKIT ?? browser);
  return isThere && find('WebKitWebDriver') && find('xvfb-run');
}
