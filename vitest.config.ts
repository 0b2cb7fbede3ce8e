import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.ts';

export default defineConfig({
  test: {
    reporters: ['default', ['json', { outputFile: 'test-results/vitest.json' }]],
    sequence: { sequencer: LongestFirst },
    // Those of another `groupOrder` take turns. A negative one would be skipped.
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{{apps,packages}/*/,chaos/,}test/**/*.unit.test.ts'],
          // They keep nothing, so files share a process and what it has imported.
          isolate: false,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          sequence: { groupOrder: 1 },
          include: ['{{apps,packages}/*/,chaos/,}test/**/*.integration.test.ts'],
          globalSetup: ['test/support/global-setup.ts'],
          setupFiles: ['test/support/end-left-behind.ts'],
          // Files share a process and what it has imported, but neither database nor keys.
          isolate: false,
          // Real servers and real deadlines: two cores hold two files at a time.
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      // What takes minutes: `npm run test:long`.
      {
        test: {
          name: 'long',
          sequence: { groupOrder: 3 },
          include: ['{packages/*/,chaos/,}test/**/*.long.test.ts'],
          globalSetup: ['test/support/global-setup.ts'],
          setupFiles: ['test/support/end-left-behind.ts'],
          maxWorkers: 1,
          testTimeout: 600_000,
          hookTimeout: 60_000,
        },
      },
      // Builds the image and runs it: `npm run test:image`.
      {
        test: {
          name: 'image',
          sequence: { groupOrder: 4 },
          include: ['test/**/*.image.test.ts'],
          globalSetup: ['test/support/global-setup.ts'],
          setupFiles: ['test/support/end-left-behind.ts'],
          maxWorkers: 1,
          testTimeout: 60_000,
          hookTimeout: 900_000,
        },
      },
      {
        test: {
          name: 'browser',
          // Among those of `integration`.
          sequence: { groupOrder: 1 },
          include: ['test/**/*.browser.test.ts'],
          globalSetup: ['test/support/global-setup.ts'],
          setupFiles: ['test/support/end-left-behind.ts'],
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
