import { testChaos } from './support/mixes.ts';

testChaos(
  [
    {
      watchMs: 5_000,
      seed: 1,
      redis: 'cluster',
      kinds: [
        'cluster-master-killed',
        'cluster-masters-frozen',
        'cluster-slots-moved',
        'cluster-failover',
        'cluster-split',
        'cluster-shattered',
      ],
    },
  ],
  75_000,
);
