import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    reporters: ['default', ['json', { outputFile: 'test-results/vitest.json' }]],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{{apps,packages}/*/,chaos/,}test/**/*.unit.test.ts'],
          // They keep nothing, so files share a process and what it has imported.
          isolate: false,
          // Before the others, which isolate theirs.
          sequence: { groupOrder: -1 },
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
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
          include: ['{packages/*/,}test/**/*.long.test.ts'],
          globalSetup: ['test/support/global-setup.ts'],
          maxWorkers: 1,
          testTimeout: 600_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
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
