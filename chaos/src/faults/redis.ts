import type { RedisPair } from '../redis/pair.ts';
import { eventually, hold } from '../waiting.ts';
import type { Fault, Hold } from './fault.ts';

const minMemoryBytes = 1; // less than what is used: from now on, every write is refused

/** Starts a fault on a whole pair, and leaves the pair whole. */
function onPair(kind: string, extraMs: number, run: (redis: RedisPair, how: Hold) => Promise<void>): Fault {
  return {
    kind,
    area: 'redis',
    extraMs,
    async run({ cluster: { redis } }, how) {
      if (redis.kind !== 'pair') throw new Error('there is no pair');
      await redis.whole();
      try {
        await run(redis, how);
      } finally {
        await redis.whole();
      }
    },
  };
}

export const redisFaults: readonly Fault[] = [
  onPair('redis-killed', 3_000, async (redis, { holdMs, signal }) => {
    await redis.master.kill();
    await hold(holdMs, signal);
  }),
  onPair('redis-frozen', 1_000, async (redis, { holdMs, signal }) => {
    const thaw = redis.master.freeze();
    try {
      await hold(holdMs, signal);
    } finally {
      thaw();
    }
  }),
  onPair('redis-flushed', 1_000, async (redis, { holdMs, signal }) => {
    await redis.master.withClient((client) => client.flushall());
    await hold(holdMs, signal);
  }),
  onPair('redis-old-snapshot', 3_000, async (redis, { holdMs, signal }) => {
    await redis.master.saveSnapshot();
    await hold(holdMs, signal);
    await redis.master.restartFromSnapshot();
  }),
  onPair('redis-out-of-memory', 1_000, async (redis, { holdMs, signal }) => {
    const setMaxMemory = (bytes: number) =>
      redis.master.withClient((client) => client.config('SET', 'maxmemory', bytes));
    await setMaxMemory(minMemoryBytes);
    try {
      await hold(holdMs, signal);
    } finally {
      await eventually('Redis has memory again', () => setMaxMemory(0), 10_000);
    }
  }),
  onPair('redis-failover', 3_000, async (redis, { holdMs, random, signal }) => {
    await redis.failOver({ readOnlyMs: Math.min(holdMs, random.int(0, 3_000)), signal });
    await hold(holdMs, signal);
  }),
];
