import { defineConfig } from '@playwright/test';
import shared from '../../playwright.config';

// scripts/setup/consumers.mjs sets the install folder of the portals and a free port.
const port = Number(process.env.DAYTALLY_E2E_PORT ?? 4180);
const installed = process.env.DAYTALLY_CONSUMERS ?? '';
const url = `http://127.0.0.1:${port}/`;

export default defineConfig({
  ...shared,
  testDir: '.',
  projects: (shared.projects ?? []).map((each) => ({
    ...each,
    outputDir: `../../test-results/consumers/${each.name}`,
  })),
  use: { ...shared.use, baseURL: url },
  // Not merged by defineConfig, which would also start the page's server.
  webServer: {
    command: `node serve.mjs ${JSON.stringify(installed)} ${port}`,
    cwd: import.meta.dirname,
    url,
    reuseExistingServer: false,
    timeout: 30_000,
  },
});
