// Firefox for the tests in a browser: any ordinary one, because WebDriver BiDi drives it.
import { capture, find } from '../run/command.mjs';
import { SetupError, step } from '../run/step.mjs';
import { aptInstall, hasApt } from './apt.mjs';

const onPath = ['firefox-esr', 'firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'];
/** The first extended support release that has what the tests need of WebDriver BiDi. */
const oldest = 153;

export async function setUpFirefox(environment) {
  let browser = await present();
  if (!browser && hasApt()) {
    const purpose = 'Firefox for the tests';
    await step(purpose, () => aptInstall(purpose, 'firefox-esr'));
    browser = await present();
  }
  if (!browser) {
    const advice =
      `install Firefox ${oldest} or newer (https://www.mozilla.org/firefox/), or set ` +
      'DAYTALLY_FIREFOX to one, then run this command again.';
    throw new SetupError(`there is no Firefox ${oldest} or newer`, advice);
  }
  environment.set('DAYTALLY_FIREFOX', browser);
}

/** Returns an installed Firefox that is new enough. */
async function present() {
  const named = process.env.DAYTALLY_FIREFOX;
  for (const name of named ? [named] : onPath) {
    const browser = find(name);
    const version = browser && (await capture(browser, ['--version']));
    if (Number(version?.match(/Firefox (\d+)/)?.[1]) >= oldest) return browser;
  }
  return undefined;
}
