import { z } from 'zod';
import type { Order, RunningOrder } from '../order/order.ts';
import { chunksOf } from '../platform/batches.ts';
import { coalesce } from '../platform/coalesce.ts';
import { requireAnswering } from './answering.ts';
import type { Redis } from './connection.ts';

/**
 * One Redis key per running countdown. Its time to live is the remaining time that the database computed, and it is
 * deleted when the order is paid or cancelled: no key, no countdown.
 */
export interface Countdown {
  /**
   * Sets the keys of pending orders that are missing or wrong, unless a newer version of the order was written meanwhile.
   *
   * @returns how many were
   */
  set(orders: readonly RunningOrder[]): Promise<number>;
  /** Deletes the keys of orders that are paid or cancelled. */
  clear(orders: readonly Pick<Order, 'id' | 'version'>[]): Promise<void>;
  /** The orders that have a key, of those given. */
  present<Known extends Pick<Order, 'id'>>(orders: readonly Known[]): Promise<Known[]>;
  /** Reads one key with its remaining time. Null: there is no key. @throws if Redis fails or the value is malformed */
  read(id: string): Promise<RunningCountdown | null>;
}

const valueSchema = z.object({
  id: z.string(),
  customerId: z.string().nullable(),
  status: z.literal('pending'),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});

export interface RunningCountdown {
  id: string;
  customerId: string | null;
  status: 'pending';
  expiresAt: Date;
  remainingMs: number;
}

export const countdownKey = (id: string) => `countdown:${id}`;
export const versionKey = (id: string) => `countdown-version:${id}`;

/** Longer than any write can be in flight: after a few seconds, either the write or its connection is given up. */
const versionLifetimeMs = 60_000;

/** A key that expires further than this from its deadline is wrong. A server that was frozen runs commands late. */
const endToleranceMs = 1_000;

/** A script blocks the server, so each writes a limited number of keys: about a millisecond's work. */
const keysPerScript = 250;

/*
 * Two processes can write the key of one order in the wrong sequence: one sets it for an order that was just placed
 * after the other has deleted it because of the payment. So each write stores the order's version for a while, and an older
 * version never overwrites a newer one. Version 1 need not be stored, since no version is older.
 *
 * Takes two keys and three values per order: the value of the countdown key, its time to live and the version.
 */
const setUnlessNewer = `
  local changed = 0
  for order = 1, #KEYS / 2 do
    local key, versionKey = KEYS[2 * order - 1], KEYS[2 * order]
    local value, px, version = ARGV[3 * order], tonumber(ARGV[3 * order + 1]), tonumber(ARGV[3 * order + 2])
    local isRight = redis.call('get', key) == value
      and math.abs(redis.call('pttl', key) - px) <= tonumber(ARGV[2])
    if not isRight and tonumber(redis.call('get', versionKey) or 0) <= version then
      redis.call('set', key, value, 'px', px)
      if version > 1 then redis.call('set', versionKey, version, 'px', ARGV[1]) end
      changed = changed + 1
    end
  end
  return changed`;

/** Returns the value of each key, or null, and its time to live. */
const getWithTimes = `
  local found = {}
  for i, key in ipairs(KEYS) do
    found[2 * i - 1] = redis.call('get', key)
    found[2 * i] = redis.call('pttl', key)
  end
  return found`;

interface CountdownCommands {
  setCountdowns(keyCount: number, ...keysAndValues: (string | number)[]): Promise<number>;
  readCountdowns(keyCount: number, ...keys: string[]): Promise<(string | number | null)[]>;
}

export function createCountdown(redis: Redis): Countdown {
  redis.defineCommand('setCountdowns', { lua: setUnlessNewer });
  redis.defineCommand('readCountdowns', { lua: getWithTimes });
  const commands = redis as unknown as CountdownCommands;

  const readInSets = coalesce<string, [string | null, number]>(
    async (ids) => {
      const found = await commands.readCountdowns(ids.length, ...ids.map(countdownKey));
      return ids.map((_, index) => [found[2 * index], found[2 * index + 1]] as [string | null, number]);
    },
    { maxSetSize: keysPerScript },
  );

  function setSome(orders: readonly RunningOrder[]): Promise<number> {
    const keys = orders.flatMap(({ id }) => [countdownKey(id), versionKey(id)]);
    const values = orders.flatMap((order) => [
      JSON.stringify(toValue(order)),
      order.remainingMs,
      order.version,
    ]);
    return commands.setCountdowns(keys.length, ...keys, versionLifetimeMs, endToleranceMs, ...values);
  }

  return {
    async set(orders) {
      const running = orders.filter(({ remainingMs }) => remainingMs > 0);
      const changed = await Promise.all(chunksOf(keysPerScript, running).map(setSome));
      return changed.reduce((sum, each) => sum + each, 0);
    },

    async clear(orders) {
      const pipeline = redis.pipeline();
      for (const { id, version } of orders) {
        pipeline.set(versionKey(id), version, 'PX', versionLifetimeMs).del(countdownKey(id));
      }
      repliesOf(await pipeline.exec());
    },

    async present(orders) {
      if (orders.length === 0) return [];
      const values = await redis.mget(...orders.map(({ id }) => countdownKey(id)));
      return orders.filter((_, index) => values[index] !== null);
    },

    async read(id) {
      requireAnswering(redis);
      const [value, remainingMs] = await readInSets(id);
      if (value === null || remainingMs <= 0) return null;
      const { customerId, status, expiresAt, ...rest } = valueSchema.parse(JSON.parse(value));
      if (rest.id !== id) throw new Error(`the countdown key of ${id} holds another order`);
      return { id, customerId, status, expiresAt: new Date(expiresAt), remainingMs };
    },
  };
}

function toValue({ id, customerId, createdAt, expiresAt }: RunningOrder): z.infer<typeof valueSchema> {
  return {
    id,
    customerId,
    status: 'pending',
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}

/** Unwraps the replies of a pipeline. @throws the first error among them */
function repliesOf(replies: [Error | null, unknown][] | null): unknown[] {
  return (replies ?? []).map(([error, reply]) => {
    if (error) throw error;
    return reply;
  });
}
