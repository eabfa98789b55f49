import { defineConfig } from 'vitest/config';

// The command line against a server that imitates its providers; `npm test -- --only providers`.
export default defineConfig({
  test: {
    include: ['tests/provider/*.test.ts'],
    environment: 'node',
    // Failed calls are retried after at least a second.
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
