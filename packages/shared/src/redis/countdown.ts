import { z } from 'zod';
import type { Order } from '../order/order.ts';
import type { Redis } from './connection.ts';

/**
 * One Redis key per running countdown. Its time to live is the remaining time that the database computed, and it is
 * deleted when the order is paid or cancelled: no key, no countdown.
 */
export interface Countdown {
  /** Sets the keys of pending orders, unless a newer version of the order was written meanwhile. */
  set(orders: readonly Order[]): Promise<void>;
  /** Deletes the keys of orders that are paid or cancelled. */
  clear(orders: readonly Pick<Order, 'id' | 'version'>[]): Promise<void>;
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
const versionKey = (id: string) => `countdown-version:${id}`;

/** Longer than any write can be in flight: after a few seconds, either the write or its connection is given up. */
const versionLifetimeMs = 60_000;

/*
 * Two processes can write the key of one order in the wrong sequence: one sets it for an order that was just placed
 * after the other has deleted it because of the payment. So each write stores the order's version for a while, and an older
 * version never overwrites a newer one. Version 1 need not be stored, since no version is older.
 */
const setUnlessNewer = {
  lua: `
    if tonumber(redis.call('get', KEYS[2]) or 0) > tonumber(ARGV[3]) then return 0 end
    redis.call('set', KEYS[1], ARGV[1], 'px', ARGV[2])
    if tonumber(ARGV[3]) > 1 then redis.call('set', KEYS[2], ARGV[3], 'px', ARGV[4]) end
    return 1`,
  numberOfKeys: 2,
};

interface CountdownCommands {
  setCountdown(
    key: string,
    versionKey: string,
    value: string,
    px: number,
    version: number,
    keepPx: number,
  ): unknown;
}

export function createCountdown(redis: Redis): Countdown {
  redis.defineCommand('setCountdown', setUnlessNewer);

  return {
    async set(orders) {
      const pipeline = redis.pipeline();
      const commands = pipeline as unknown as CountdownCommands;
      for (const order of orders.filter(({ remainingMs }) => remainingMs > 0)) {
        commands.setCountdown(
          countdownKey(order.id),
          versionKey(order.id),
          JSON.stringify(toValue(order)),
          order.remainingMs,
          order.version,
          versionLifetimeMs,
        );
      }
      repliesOf(await pipeline.exec());
    },

    async clear(orders) {
      const pipeline = redis.pipeline();
      for (const { id, version } of orders) {
        pipeline.set(versionKey(id), version, 'PX', versionLifetimeMs).del(countdownKey(id));
      }
      repliesOf(await pipeline.exec());
    },

    async read(id) {
      const replies = await redis.pipeline().get(countdownKey(id)).pttl(countdownKey(id)).exec();
      const [value, remainingMs] = repliesOf(replies) as [string | null, number];
      if (value === null || remainingMs <= 0) return null;
      const { customerId, status, expiresAt, ...rest } = valueSchema.parse(JSON.parse(value));
      if (rest.id !== id) throw new Error(`the countdown key of ${id} holds another order`);
      return { id, customerId, status, expiresAt: new Date(expiresAt), remainingMs };
    },
  };
}

function toValue({ id, customerId, createdAt, expiresAt }: Order): z.infer<typeof valueSchema> {
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
