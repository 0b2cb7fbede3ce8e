import type { Logger } from '@order-countdown/shared/platform/logger';
import { within } from '@order-countdown/shared/platform/within';
import type { Redis } from '@order-countdown/shared/redis/connection';

/** A count that now includes the caller, until `undo`. */
export interface Counted {
  count: number;
  /** Milliseconds until it begins again at 0. */
  resetInMs: number;
  undo(): Promise<unknown>;
}

/** Short-lived counts and claims, shared by all API processes while Redis answers. Nothing is thrown. */
export interface AttemptCounts {
  /** Adds one. The count begins again `windowMs` after its first. */
  add(key: string, windowMs: number): Promise<Counted>;
  /** Claims the key for `forMs`. @returns 0, or the milliseconds until an earlier claim ends */
  claim(key: string, forMs: number): Promise<number>;
}

const redisTimeLimitMs = 300;

/** Without Redis, or while it is away or slow, each process counts by itself: n processes allow n times as many attempts. */
export function createAttemptCounts(redis: Redis | null, logger: Logger): AttemptCounts {
  return redis ? sharedOrLocalCounts(redis, logger) : localCounts();
}

function sharedOrLocalCounts(redis: Redis, logger: Logger): AttemptCounts {
  const shared = sharedCounts(redis);
  const local = localCounts();

  async function either<Result>(count: (counts: AttemptCounts) => Promise<Result>): Promise<Result> {
    if (redis.status !== 'ready') return count(local);
    try {
      return await within(redisTimeLimitMs, count(shared));
    } catch (error) {
      logger.debug({ err: error }, 'attempts are counted by this process alone');
      return count(local);
    }
  }
  return {
    add: (key, windowMs) => either((counts) => counts.add(key, windowMs)),
    claim: (key, forMs) => either((counts) => counts.claim(key, forMs)),
  };
}

/** A key that has expired meanwhile must not come back, without an expiry and below 0. */
const decrement = `return redis.call('exists', KEYS[1]) == 1 and redis.call('decr', KEYS[1])`;

function sharedCounts(redis: Redis): AttemptCounts {
  const named = (key: string) => `sign-in:${key}`;
  return {
    async add(key, windowMs) {
      const name = named(key);
      const results = await redis.multi().set(name, 0, 'PX', windowMs, 'NX').incr(name).pttl(name).exec();
      const [count, resetInMs] = (results ?? []).slice(1).map(([error, value]) => {
        if (error) throw error;
        return Number(value);
      });
      if (count === undefined || resetInMs === undefined) throw new Error('redis ran no transaction');
      const undo = () => within(redisTimeLimitMs, redis.eval(decrement, 1, name)).catch(() => undefined);
      return { count, resetInMs, undo };
    },

    async claim(key, forMs) {
      const [set, expiry] =
        (await redis.multi().set(named(key), '', 'PX', forMs, 'NX').pttl(named(key)).exec()) ?? [];
      if (!set || !expiry) throw new Error('redis ran no transaction');
      return set[1] === 'OK' ? 0 : Math.max(1, Number(expiry[1]));
    },
  };
}

/** The oldest are forgotten beyond this many, so that a flood of addresses can't fill the memory. */
const maxLocalEntries = 10_000;

function localCounts(): AttemptCounts {
  const entries = new Map<string, { count: number; endsAtMs: number }>();

  function entryOf(key: string, forMs: number) {
    const nowMs = performance.now();
    const known = entries.get(key);
    if (known && known.endsAtMs > nowMs) return { entry: known, endsInMs: known.endsAtMs - nowMs };
    entries.delete(key);
    for (const oldest of entries.keys()) {
      if (entries.size < maxLocalEntries) break;
      entries.delete(oldest);
    }
    const entry = { count: 0, endsAtMs: nowMs + forMs };
    entries.set(key, entry);
    return { entry, endsInMs: forMs };
  }

  return {
    async add(key, windowMs) {
      const { entry, endsInMs } = entryOf(key, windowMs);
      entry.count += 1;
      return { count: entry.count, resetInMs: endsInMs, undo: async () => (entry.count -= 1) };
    },

    async claim(key, forMs) {
      const { entry, endsInMs } = entryOf(key, forMs);
      entry.count += 1;
      return entry.count === 1 ? 0 : endsInMs;
    },
  };
}
