import { testChaos } from './support/mixes.ts';

testChaos([
  {
    watchMs: 5_000,
    seed: 2795,
    kinds: [
      'postgres-statements-cut',
      'redis-failover',
      'worker-killed-after-commit',
      'api-terminated',
      'link-frozen',
      'receivers-fail',
      'orders-due-at-once',
    ],
  },
]);
