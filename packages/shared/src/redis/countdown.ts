import { z } from 'zod';
import type { Order, RunningOrder } from '../order/order.ts';
import { chunksOf } from '../platform/batches.ts';
import { coalesce } from '../platform/coalesce.ts';
import { lineTo, requireAnswering } from './answering.ts';
import type { Redis } from './connection.ts';

/**
 * One Redis key per running countdown. Its time to live is the remaining time that the database computed, and it is
 * deleted when the order is paid or cancelled: no key, no countdown.
 */
export interface Countdown {
  /** False: there are no keys, and the ledger tells the remaining time. */
  isKept: boolean;
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

/**
 * What a key holds: the deadline as Unix time in milliseconds, and the customer. The key's name has the id. Compact,
 * because each pending order pays for it.
 *
 * An order with payment attempts has two more: its own deadline, and until when an attempt is open, or null. A version
 * that does not know these reads the ledger instead.
 */
const valueSchema = z.tuple([z.int(), z.string().nullable()]);
const valueWithAttemptsSchema = z.tuple([z.int(), z.string().nullable(), z.int(), z.int().nullable()]);

/** What an earlier version wrote. Keys live for up to 30 days, and both versions run during an upgrade. */
const formerValueSchema = z
  .object({
    customerId: z.string().nullable(),
    status: z.literal('pending'),
    expiresAt: z.iso.datetime(),
  })
  .transform(({ customerId, expiresAt }) => [Date.parse(expiresAt), customerId] as const);

const anyValueSchema = z.union([valueSchema, valueWithAttemptsSchema, formerValueSchema]);

export interface RunningCountdown {
  id: string;
  customerId: string | null;
  status: 'pending';
  payBy: Date;
  expiresAt: Date;
  payingUntil: Date | null;
  remainingMs: number;
}

/** Without shards. */
export const countdownKey = (id: string) => countdownKeyIn('', id);

/** @param tag of the order's shard: see layout.ts */
export const countdownKeyIn = (tag: string, id: string) => `${tag}countdown:${id}`;
export const versionKey = (id: string) => versionKeyIn('', id);
export const versionKeyIn = (tag: string, id: string) => `${tag}countdown-version:${id}`;

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
 * The keys of n orders come first, then their n version keys. Then, for each order: the value of the countdown key, its
 * time to live and the version. No order may be there twice, since all keys are read before the first is written.
 */
const setUnlessNewer = `
  local orders, changed = #KEYS / 2, 0
  local values = redis.call('mget', unpack(KEYS, 1, orders))
  local versions = redis.call('mget', unpack(KEYS, orders + 1, 2 * orders))
  for order = 1, orders do
    local key, value, px, version = KEYS[order], ARGV[3 * order], ARGV[3 * order + 1], tonumber(ARGV[3 * order + 2])
    local isRight = values[order] == value
      and math.abs(redis.call('pttl', key) - px) <= tonumber(ARGV[2])
    if not isRight and tonumber(versions[order] or 0) <= version then
      redis.call('set', key, value, 'px', px)
      if version > 1 then redis.call('set', KEYS[orders + order], version, 'px', ARGV[1]) end
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

/** Takes the same keys, and after the lifetime of the version keys each order's version. */
const clearAndNote = `
  local orders = #KEYS / 2
  for order = 1, orders do
    redis.call('set', KEYS[orders + order], ARGV[order + 1], 'px', ARGV[1])
  end
  return redis.call('del', unpack(KEYS, 1, orders))`;

interface CountdownCommands {
  setCountdowns(keyCount: number, ...keysAndValues: (string | number)[]): Promise<number>;
  clearCountdowns(keyCount: number, ...keysAndValues: (string | number)[]): Promise<number>;
  readCountdowns(keyCount: number, ...keys: string[]): Promise<(string | number | null)[]>;
}

/** @param tag of all its keys */
export function createCountdown(redis: Redis, tag = ''): Countdown {
  redis.defineCommand('setCountdowns', { lua: setUnlessNewer });
  redis.defineCommand('clearCountdowns', { lua: clearAndNote });
  redis.defineCommand('readCountdowns', { lua: getWithTimes });
  const commands = redis as unknown as CountdownCommands;

  const keyOf = (id: string) => countdownKeyIn(tag, id);

  const readInSets = coalesce<string, [string | null, number]>(
    'read countdowns',
    async (ids) => {
      const found = await commands.readCountdowns(ids.length, ...ids.map(keyOf));
      return ids.map((_, index) => [found[2 * index], found[2 * index + 1]] as [string | null, number]);
    },
    { maxSetSize: keysPerScript },
  );

  function setSome(orders: readonly RunningOrder[]): Promise<number> {
    const keys = keysOf(orders, tag);
    const values = orders.flatMap((order) => [toValue(order), order.remainingMs, order.version]);
    return commands.setCountdowns(keys.length, ...keys, versionLifetimeMs, endToleranceMs, ...values);
  }

  function clearSome(orders: readonly Pick<Order, 'id' | 'version'>[]): Promise<number> {
    const keys = keysOf(orders, tag);
    const versions = orders.map(({ version }) => version);
    return commands.clearCountdowns(keys.length, ...keys, versionLifetimeMs, ...versions);
  }

  return {
    isKept: true,

    async set(orders) {
      const running = newestOfEach(orders.filter(({ remainingMs }) => remainingMs > 0));
      const changed = await Promise.all(chunksOf(keysPerScript, running).map(setSome));
      return changed.reduce((sum, each) => sum + each, 0);
    },

    async clear(orders) {
      await Promise.all(chunksOf(keysPerScript, orders).map(clearSome));
    },

    async present(orders) {
      if (orders.length === 0) return [];
      const values = await redis.mget(...orders.map(({ id }) => keyOf(id)));
      return orders.filter((_, index) => values[index] !== null);
    },

    async read(id) {
      requireAnswering(lineTo(redis, tag));
      const [value, remainingMs] = await readInSets(id);
      if (value === null || remainingMs <= 0) return null;
      return { id, status: 'pending', remainingMs, ...fromValue(JSON.parse(value)) };
    },
  };
}

const keysOf = (orders: readonly Pick<Order, 'id'>[], tag: string): string[] => [
  ...orders.map(({ id }) => countdownKeyIn(tag, id)),
  ...orders.map(({ id }) => versionKeyIn(tag, id)),
];

/** An order that was extended twice at once may be there twice. */
function newestOfEach(orders: readonly RunningOrder[]): RunningOrder[] {
  const newest = new Map<string, RunningOrder>();
  for (const order of orders) {
    const other = newest.get(order.id);
    if (!other || other.version <= order.version) newest.set(order.id, order);
  }
  return [...newest.values()];
}

function toValue({ customerId, payBy, expiresAt, payingUntil }: RunningOrder): string {
  const value: z.infer<typeof valueSchema> = [expiresAt.getTime(), customerId];
  if (payBy.getTime() === expiresAt.getTime() && payingUntil === null) return JSON.stringify(value);
  const withAttempts: z.infer<typeof valueWithAttemptsSchema> = [
    ...value,
    payBy.getTime(),
    payingUntil?.getTime() ?? null,
  ];
  return JSON.stringify(withAttempts);
}

function fromValue(
  value: unknown,
): Pick<RunningCountdown, 'customerId' | 'payBy' | 'expiresAt' | 'payingUntil'> {
  const [expiresAt, customerId, payBy = expiresAt, payingUntil = null] = anyValueSchema.parse(value);
  return {
    customerId,
    payBy: new Date(payBy),
    expiresAt: new Date(expiresAt),
    payingUntil: payingUntil === null ? null : new Date(payingUntil),
  };
}
