import { defineConfig } from '@playwright/test';

/** Tests that drive WebKit themselves, so that no browser of Playwright's is started. */
export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/webkit',
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  retries: process.env.CI ? 1 : 0,
  timeout: 120_000,
  // Other checks run beside these tests, so that a page may be slow to answer.
  expect: { timeout: 20_000 },
  reporter: [['list']],
});
