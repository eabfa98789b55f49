import { defineConfig } from 'vitest/config';

// The command line against a server that plays its providers; `npm test -- --only providers`.
export default defineConfig({
  test: {
    include: ['tests/provider/*.test.ts'],
    environment: 'node',
    // Calls that fail are made again a second later, or more.
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
