import { defineConfig } from '@playwright/test';
import shared from '../../playwright.config';

// scripts/run/consumers.mjs says where the portals are installed, and names a port that is free.
const port = Number(process.env.DAYTALLY_E2E_PORT ?? 4180);
const installed = process.env.DAYTALLY_CONSUMERS ?? '';
const address = `http://127.0.0.1:${port}/`;

export default defineConfig({
  ...shared,
  testDir: '.',
  outputDir: '../../test-results/consumers',
  use: { ...shared.use, baseURL: address },
  // Merged by defineConfig itself, the page's server would be started too.
  webServer: {
    command: `node serve.mjs ${JSON.stringify(installed)} ${port}`,
    cwd: import.meta.dirname,
    url: address,
    reuseExistingServer: false,
    timeout: 30_000,
  },
});
