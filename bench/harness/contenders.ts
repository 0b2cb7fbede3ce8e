import type { Contender } from './contender.ts';
import { ours } from './ours.ts';
import { peer } from './peer.ts';
import { rabbitmqUnavailable, startRabbitmq } from './rabbitmq.ts';

export const tutorial = peer('tutorial');

/** All that place orders and cancel each at its deadline. */
export const contenders: readonly Contender[] = [
  ours,
  tutorial,
  peer('bullmq-postgres'),
  peer('pg-boss'),
  peer('graphile-worker'),
  peer('rabbitmq', { unavailable: rabbitmqUnavailable, startService: startRabbitmq }),
  peer('keyspace-notifications'),
  peer('cron-poll'),
];
