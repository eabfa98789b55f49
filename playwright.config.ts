import { defineConfig } from '@playwright/test';
import { downloads } from './tests/e2e/support/firefox';

// scripts/test.mjs sets the browser that the set-up found, and a free port.
const port = Number(process.env.DAYTALLY_E2E_PORT ?? 4179);
const executablePath = process.env.DAYTALLY_CHROMIUM;
const firefox = process.env.DAYTALLY_FIREFOX;
/** Specs that `npm test` runs, some for each layer; `npm run test:all` runs all. */
const quick = [
  'accessibility',
  'cancelling',
  'cases',
  'channels',
  'downloads',
  'embed',
  'empty',
  'failures',
  'frame',
  'keyboard',
  'numbers',
  'page',
  'setup',
  'views',
].map((name) => `**/${name}.spec.ts`);
const sample = process.env.DAYTALLY_TESTS === 'sample';
const url = `http://127.0.0.1:${port}/`;

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: sample ? quick : '**/*.spec.ts',
  fullyParallel: false,
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  // A test that passes only the second time is listed as flaky.
  retries: process.env.CI ? 1 : 0,
  timeout: 60_000,
  // Other checks run at the same time, so a page may be slow to respond.
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    baseURL: url,
    // Recording a trace takes as long as the test; `--trace on` records all.
    trace: 'on-first-retry',
  },
  projects: [
    {
      name: 'chromium',
      outputDir: 'test-results/chromium',
      grepInvert: sample ? /@slow/ : [],
      use: {
        browserName: 'chromium',
        // A test gets the tab of the one before, emptied. A new one is a new process, which has to
        // compile the page and the module first; Firefox gains nothing by it.
        reuseContext: true,
        launchOptions: {
          ...(executablePath ? { executablePath } : {}),
          args: [
            '--no-sandbox',
            '--disable-gpu',
            '--disable-quic',
            '--no-first-run',
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync',
            // hosts.spec.ts needs names that browsers do not trust without https.
            '--host-resolver-rules=MAP *.test 127.0.0.1',
          ],
        },
      },
    },
    {
      name: 'firefox',
      outputDir: 'test-results/firefox',
      // Tests that exercise only the engine run only in Chromium.
      grepInvert: sample ? /@chromium|@slow/ : /@chromium/,
      use: {
        browserName: 'firefox',
        // Makes Playwright drive an unpatched Firefox, over WebDriver BiDi.
        channel: 'moz-firefox',
        launchOptions: {
          ...(firefox ? { executablePath: firefox } : {}),
          downloadsPath: downloads,
          // The downloads panel would take the focus from the page.
          firefoxUserPrefs: { 'browser.download.alwaysOpenPanel': false },
        },
        // A trace takes a screenshot every 40 ms, which slows Firefox down.
        trace: 'off',
      },
    },
  ],
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --host 127.0.0.1 --port ${port} --strictPort`,
    url,
    reuseExistingServer: false,
    timeout: 30_000,
  },
});
