import type { Redis } from './connection.ts';
import { acquireLease, type Lease } from './lease.ts';
import { readRunId } from './run-id.ts';

/** Small values that all processes share, beside the alarms: how far the workers are, and who does what. */
export interface Marks {
  /** Names the run of the store. Under another name it may have older data, or none. */
  run(): Promise<string>;
  /** @returns null: there is none, or it has expired */
  get(name: string): Promise<string | null>;
  /** @param forMs after this time it is gone; left out: never */
  set(name: string, value: string, forMs?: number): Promise<void>;
  /** Changes a mark that exists. */
  replace(name: string, value: string): Promise<void>;
  /** See {@link acquireLease}. */
  acquireLease(name: string, lifetimeMs: number): Promise<Lease | null>;
}

/** @param tag precedes all names: in a cluster, the marks are where it leads to */
export function createRedisMarks(redis: Redis, tag = ''): Marks {
  return {
    run: () => readRunId(redis, tag),
    get: (name) => redis.get(tag + name),
    async set(name, value, forMs) {
      const key = tag + name;
      await (forMs === undefined ? redis.set(key, value) : redis.set(key, value, 'PX', forMs));
    },
    async replace(name, value) {
      await redis.set(tag + name, value, 'XX');
    },
    acquireLease: (name, lifetimeMs) => acquireLease(redis, name, lifetimeMs, tag),
  };
}
