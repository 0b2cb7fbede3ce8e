import { defineConfig } from 'vitest/config';

/** For the test files in this folder, which fail on purpose. */
export default defineConfig({ test: { include: ['test/faults/left-behind/*.test.ts'] } });
