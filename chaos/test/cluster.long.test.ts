import { testChaos } from './support/mixes.ts';

testChaos(
  [
    {
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
