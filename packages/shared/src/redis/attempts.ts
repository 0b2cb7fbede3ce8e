import type { Redis } from './connection.ts';

/** Short-lived counts and claims that all processes share. */
export interface Attempts {
  /** Adds one. The count begins again `windowMs` after its first. @returns the count, with this one */
  add(key: string, windowMs: number): Promise<{ count: number; resetInMs: number }>;
  /** Takes one back from the count that runs, if one does. */
  undo(key: string): Promise<void>;
  /** Claims the key for `forMs`. @returns 0, or the milliseconds until an earlier claim ends */
  claim(key: string, forMs: number): Promise<number>;
}

/** Of the key in Redis, and of the row in Postgres. */
export const attemptName = (key: string) => `sign-in:${key}`;

/** A key that has expired meanwhile must not come back, without an expiry and below 0. */
const decrement = `return redis.call('exists', KEYS[1]) == 1 and redis.call('decr', KEYS[1])`;

export function createRedisAttempts(redis: Redis): Attempts {
  return {
    async add(key, windowMs) {
      const name = attemptName(key);
      const results = await redis.multi().set(name, 0, 'PX', windowMs, 'NX').incr(name).pttl(name).exec();
      const [count, resetInMs] = (results ?? []).slice(1).map(([error, value]) => {
        if (error) throw error;
        return Number(value);
      });
      if (count === undefined || resetInMs === undefined) throw new Error('redis ran no transaction');
      return { count, resetInMs };
    },

    async undo(key) {
      await redis.eval(decrement, 1, attemptName(key));
    },

    async claim(key, forMs) {
      const name = attemptName(key);
      const [set, expiry] = (await redis.multi().set(name, '', 'PX', forMs, 'NX').pttl(name).exec()) ?? [];
      if (!set || !expiry) throw new Error('redis ran no transaction');
      return set[1] === 'OK' ? 0 : Math.max(1, Number(expiry[1]));
    },
  };
}
