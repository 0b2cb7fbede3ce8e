import type { Cluster, Redis as SingleRedis } from 'ioredis';
import type { Redis } from './connection.ts';

/** What differs between one server and a cluster. */

export function isCluster(redis: Redis): redis is Cluster;
export function isCluster(redis: Pick<Redis, 'status'>): boolean;
export function isCluster(redis: Pick<Redis, 'status'>): boolean {
  // A single connection has the member too, as false.
  return 'isCluster' in redis && redis.isCluster === true;
}

/** The servers that hold keys: all masters of a cluster, or the only server. */
export const mastersOf = (redis: Redis): readonly SingleRedis[] =>
  isCluster(redis) ? redis.nodes('master') : [redis];

/** Precedes the names of keys that one script uses together: in a cluster, those with one hash tag are on one master. */
export const tagIn = (redis: Pick<Redis, 'status'>, tag: string): string =>
  isCluster(redis) ? `{${tag}}` : '';
