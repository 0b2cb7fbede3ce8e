import { defineConfig } from 'vitest/config';

/** As the project of the integration tests. */
export default defineConfig({
  test: {
    setupFiles: ['../../support/end-left-behind.ts'],
    isolate: false,
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
