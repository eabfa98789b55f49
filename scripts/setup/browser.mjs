// Chromium for the tests in a browser, and the driver of the same version for wasm-pack.
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached } from '../run/cache.mjs';
import { capture, find, run } from '../run/command.mjs';
import { project } from '../run/environment.mjs';
import { attempt, SetupError, step } from '../run/step.mjs';
import { aptInstall, hasApt } from './apt.mjs';
import { unpack } from './download.mjs';

const drivers = 'https://storage.googleapis.com/chrome-for-testing-public';
/** Where Playwright downloads a browser for set-up. */
const browsers = cached('playwright');
const onPath = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const apps = ['Google Chrome', 'Chromium'].map((n) => `/Applications/${n}.app/Contents/MacOS/${n}`);

/** Arguments of Chromium in tests: it runs as root, offline, and without background services. */
export const chromiumArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function setUpBrowser(environment) {
  const pair = (await present()) ?? (await install(environment));
  environment.set('DAYTALLY_CHROMIUM', pair.browser);
  environment.set('CHROMEDRIVER', pair.driver);
  const capabilities = {
    'goog:chromeOptions': { binary: pair.browser, args: ['--headless=new', ...chromiumArgs] },
  };
  const text = `${JSON.stringify(capabilities, null, 2)}\n`;
  writeFileSync(join(project, 'crate', 'webdriver.json'), text);
}

/** Returns an installed browser and its driver. */
async function present() {
  const named = process.env.DAYTALLY_CHROMIUM;
  for (const name of named ? [named] : [...onPath, ...apps]) {
    const browser = find(name);
    const driver = browser && (await driverOf(browser));
    if (driver) return { browser, driver };
  }
  const browser = await playwrights();
  const driver = browser && (await driverOf(browser));
  return driver ? { browser, driver } : undefined;
}

async function versionOf(program) {
  return (await capture(program, ['--version']))?.match(/\d+\.\d+\.\d+\.\d+/)?.[0];
}

/** Returns the driver of a browser's version, from PATH or from the cache. */
async function driverOf(browser) {
  const version = await versionOf(browser);
  if (!version) return undefined;
  for (const name of [process.env.CHROMEDRIVER, 'chromedriver'].filter(Boolean)) {
    const driver = find(name);
    const [major] = (driver && (await versionOf(driver)))?.split('.') ?? [];
    if (major === version.split('.')[0]) return driver;
  }
  const kept = join(cached('chromedriver', version), 'chromedriver');
  return existsSync(kept) ? kept : undefined;
}

/** Returns the Chromium that Playwright has downloaded, for any project or into the cache. */
async function playwrights() {
  const kept = process.env.PLAYWRIGHT_BROWSERS_PATH;
  return find([await placeOf(kept), await placeOf(browsers)].filter(Boolean));
}

/** Returns the path of Playwright's Chromium if its browsers are in this folder. */
async function placeOf(folder) {
  const script =
    "import('@playwright/test').then(({ chromium }) => console.log(chromium.executablePath()))";
  const { PLAYWRIGHT_BROWSERS_PATH: _, ...env } = process.env;
  if (folder) env.PLAYWRIGHT_BROWSERS_PATH = folder;
  return await capture(process.execPath, ['-e', script], { env, cwd: project });
}

async function install(environment) {
  const title = 'Chromium and chromedriver, downloaded into the cache';
  const downloaded = await attempt('browser', () =>
    step(title, () => download(environment.native)),
  );
  if (!downloaded && hasApt()) {
    const purpose = 'Chromium for the tests';
    await step(purpose, () => aptInstall(purpose, 'chromium', 'chromium-driver'));
  }
  const pair = await present();
  if (pair) return pair;
  throw new SetupError(
    'there is no Chromium with a chromedriver of its version',
    'install Chrome and the chromedriver of the same version, or set DAYTALLY_CHROMIUM and ' +
      'CHROMEDRIVER to their paths, then run this command again.',
  );
}

async function download(env) {
  let browser = find([...onPath, ...apps]) ?? (await playwrights());
  if (!browser) {
    const limited = {
      ...env,
      PLAYWRIGHT_BROWSERS_PATH: browsers,
      PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '10000',
    };
    const args = ['install', 'chromium'];
    const result = await run('playwright', args, { env: limited, cwd: project, limit: 300 });
    if (!result.ok) throw new Error(result.output);
    browser = await playwrights();
  }
  const version = await versionOf(browser);
  if (!version) throw new Error(`${browser} does not run`);
  const platform = { linux: 'linux64', darwin: `mac-${process.arch}` }[process.platform];
  if (process.platform === 'linux' && process.arch !== 'x64') throw new Error('no driver for it');
  const folder = `chromedriver-${platform}`;
  const directory = cached('chromedriver', version);
  await unpack(`${drivers}/${version}/${platform}/${folder}.zip`, directory, folder);
  chmodSync(join(directory, 'chromedriver'), 0o755); // zipfile drops the file modes
}
