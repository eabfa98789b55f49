import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import shared from '../../playwright.config';

// scripts/frameworks.mjs sets the install folder of the sites and two free ports.
const { DAYTALLY_FRAMEWORKS: installed = '', DAYTALLY_NEXT_PORT, DAYTALLY_E2E_PORT } = process.env;
const server = { reuseExistingServer: false, timeout: 60_000 };

export default defineConfig({
  ...shared,
  testDir: '.',
  timeout: 180_000,
  expect: { timeout: 90_000 },
  projects: (shared.projects ?? []).map((each) => ({
    ...each,
    outputDir: `../../test-results/frameworks/${each.name}`,
  })),
  // Not merged by defineConfig, which would also start the page's server.
  webServer: [
    {
      ...server,
      command: `node node_modules/next/dist/bin/next start -H 127.0.0.1 -p ${DAYTALLY_NEXT_PORT}`,
      cwd: join(installed, 'next'),
      url: `http://127.0.0.1:${DAYTALLY_NEXT_PORT}/`,
    },
    {
      ...server,
      command: `node serve.mjs ${JSON.stringify(installed)} ${DAYTALLY_E2E_PORT}`,
      cwd: join(import.meta.dirname, '..', 'consumers'),
      url: `http://127.0.0.1:${DAYTALLY_E2E_PORT}/`,
    },
  ],
});
