import type { Cluster, Redis as SingleRedis } from 'ioredis';
import type { Redis } from './connection.ts';
import { slotOf } from './key-slot.ts';

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

export const addressOf = ({ options: { host, port } }: SingleRedis): string => `${host}:${port}`;

/** The address of the master that serves the keys with a hash tag, in braces; that of the only server, if it is no cluster. */
export const servedBy = (redis: Redis, tag: string): string | undefined =>
  isCluster(redis) ? redis.slots[slotOf(tag.slice(1, -1))]?.[0] : addressOf(redis);
