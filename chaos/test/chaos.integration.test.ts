import { testChaos } from './support/mixes.ts';

testChaos([
  {
    watchMs: 2_000,
    seed: 3976,
    kinds: [
      'postgres-failover',
      'redis-killed',
      'api-killed-after-commit',
      'worker-frozen',
      'link-half-open',
      'receivers-hang',
      'command-storm',
    ],
  },
]);
