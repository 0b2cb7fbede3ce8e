import { defineConfig } from 'vitest/config';

/** As the project of the integration tests, in one process for all files. */
export default defineConfig({
  test: { setupFiles: ['../../support/end-left-behind.ts'], isolate: false, maxWorkers: 2 },
});
