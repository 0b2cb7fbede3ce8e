import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    reporters: ['default', ['json', { outputFile: 'test-results/vitest.json' }]],
    // Each has its own number of processes, so they take turns: see `groupOrder`. A negative one would be skipped.
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
          maxWorkers: 1,
          testTimeout: 60_000,
          hookTimeout: 900_000,
        },
      },
      {
        test: {
          name: 'browser',
          sequence: { groupOrder: 2 },
          include: ['test/**/*.browser.test.ts'],
          globalSetup: ['test/support/global-setup.ts'],
          maxWorkers: 1,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
