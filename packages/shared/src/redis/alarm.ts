import type { JobsOptions } from 'bullmq';
import type { Order } from '../order/order.ts';
import { createQueueOpener } from './queue-opener.ts';
import type { Redis } from './connection.ts';

/**
 * The alarm: for each pending order one delayed BullMQ job that wakes a worker at the deadline.
 * It carries nothing but the order's id, as its jobId; what is to be done the ledger knows.
 */
export const alarmQueueName = 'order-expiry';
export const alarmJobName = 'expire';

export interface Alarm {
  /** Sets alarms that don't exist yet. BullMQ ignores an id that is there already, in any state. */
  arm(orders: readonly Pick<Order, 'id' | 'remainingMs'>[]): Promise<void>;
  /** Removes alarms. One that isn't there, or is going off at this moment, is no error. */
  disarm(ids: readonly string[]): Promise<void>;
  /** Sets alarms anew, whatever was there before; but one that is going off is left to whoever heard it. */
  rearm(orders: readonly Pick<Order, 'id' | 'remainingMs'>[]): Promise<void>;
  /** When each of a set of alarms will go off, in milliseconds of this process's clock; null: it isn't set. */
  dueTimes(ids: readonly string[]): Promise<(number | null)[]>;
  /** Ids of alarms that are set, in pages of about `pageSize`. */
  pages(pageSize: number): AsyncIterable<string[]>;
  /** How many alarms are still to come, by this process's clock. */
  count(): Promise<number>;
  close(): Promise<void>;
}

/** BullMQ packs the due time and a counter of 12 bits into the score of a delayed job. */
const scoreUnitsPerMs = 0x1000;

export function createAlarm(redis: Redis): Alarm {
  const openQueue = createQueueOpener(redis, alarmQueueName);

  const alarm: Alarm = {
    async arm(orders) {
      const jobs = orders.map(({ id, remainingMs }) => ({
        name: alarmJobName,
        data: {},
        opts: { jobId: id, delay: remainingMs } satisfies JobsOptions,
      }));
      await openQueue().addBulk(jobs);
    },

    async disarm(ids) {
      const queue = openQueue();
      await Promise.all(ids.map((id) => queue.remove(id)));
    },

    async rearm(orders) {
      await alarm.disarm(orders.map(({ id }) => id));
      await alarm.arm(orders);
    },

    async dueTimes(ids) {
      if (ids.length === 0) return [];
      const scores = await redis.zmscore(openQueue().toKey('delayed'), ...ids);
      return scores.map((score) => (score === null ? null : Math.floor(Number(score) / scoreUnitsPerMs)));
    },

    async *pages(pageSize) {
      const key = openQueue().toKey('delayed');
      let cursor = '0';
      do {
        const [next, members] = await redis.zscan(key, cursor, 'COUNT', pageSize);
        cursor = next;
        yield members.filter((_, index) => index % 2 === 0);
      } while (cursor !== '0');
    },

    async count() {
      const now = Date.now() * scoreUnitsPerMs;
      return redis.zcount(openQueue().toKey('delayed'), `(${now}`, '+inf');
    },

    close: () => openQueue.close(),
  };
  return alarm;
}
