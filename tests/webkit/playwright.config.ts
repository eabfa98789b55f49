import { defineConfig } from '@playwright/test';

/** Tests that drive WebKit themselves, so Playwright starts no browser of its own. */
export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/webkit',
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  retries: process.env.CI ? 1 : 0,
  timeout: 120_000,
  // Other checks run at the same time, so a page may be slow to respond.
  expect: { timeout: 20_000 },
  reporter: [['list']],
});
