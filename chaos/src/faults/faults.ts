import type { Fault } from './fault.ts';
import { linkFaults } from './links.ts';
import { loadFaults } from './load.ts';
import { postgresFaults } from './postgres.ts';
import { processFaults } from './processes.ts';
import { redisClusterFaults } from './redis-cluster.ts';
import { redisFaults } from './redis.ts';
import type { RedisKind } from '../cluster.ts';

/** Every kind of fault, each under a name of its own. */
export const createFaults = (ordersDueAtOnce: number, redis: RedisKind = 'pair'): Fault[] => [
  ...processFaults,
  ...(redis === 'pair' ? redisFaults : redisClusterFaults),
  ...postgresFaults,
  ...linkFaults,
  ...loadFaults(ordersDueAtOnce),
];
