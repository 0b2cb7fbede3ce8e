import type { JobsOptions } from 'bullmq';
import type { Order } from '../order/order.ts';
import type { Redis } from './connection.ts';
import { onlyShard, type AlarmShard } from './layout.ts';
import { createQueueOpener, type QueueOpener } from './queue-opener.ts';
import { redisQueues } from './queues.ts';
import { chunksOf } from '../platform/batches.ts';
import { alarmQueueName } from '../platform/queue-names.ts';

/**
 * An alarm is a delayed BullMQ job that wakes a worker at the deadline of a pending order. It carries only the order's
 * id, as its jobId: the ledger decides what to do. Where the order was traced, it also carries the trace that it belongs to.
 */
export { alarmQueueName };
export const alarmJobName = 'expire';

/** Redis runs the first pipeline while BullMQ prepares the next. */
const jobsPerPipeline = 100;

/** So few are added one by one: to prepare a pipeline takes ioredis as long as to add some jobs. */
const fewJobs = 4;

export const alarmStates = ['delayed', 'waiting', 'active', 'completed', 'failed', 'unknown'] as const;

/** Of the job. `unknown`: there is none. */
export type AlarmState = (typeof alarmStates)[number];

export interface AlarmDraft extends Pick<Order, 'id' | 'remainingMs'> {
  traceparent?: string | undefined;
}

export interface Alarm {
  /** Sets alarms that don't exist yet. BullMQ ignores a jobId that exists, in any state. */
  arm(orders: readonly AlarmDraft[]): Promise<void>;
  /** Removes alarms. It is not an error if one doesn't exist, or is being processed. */
  disarm(ids: readonly string[]): Promise<void>;
  /** Replaces alarms, or sets them if they don't exist. One that is being processed is left to its worker. */
  rearm(orders: readonly AlarmDraft[]): Promise<void>;
  /**
   * Sets the alarms of pending orders that are missing, or more than a second off.
   *
   * @returns how many were
   */
  ensure(orders: readonly Pick<Order, 'id' | 'remainingMs'>[]): Promise<number>;
  /** When each alarm is due, as Unix time in milliseconds on the clock of the process that set it; null: not set. */
  dueTimes(ids: readonly string[]): Promise<(number | null)[]>;
  /** What has become of one alarm. */
  state(id: string): Promise<AlarmState>;
  /** The ids of all alarms, in pages of about `pageSize`. An id may appear twice. */
  pages(pageSize: number): AsyncIterable<string[]>;
  /** The number of alarms that are not yet due on this process's clock. */
  count(): Promise<number>;
  /** The number of alarms that are due in `aheadMs` milliseconds, on this process's clock, and not promoted yet. */
  countDueWithin(aheadMs: number): Promise<number>;
  close(): Promise<void>;
}

/** Alarms of one queue. */
export interface AlarmQueue extends Alarm {
  /** The ids of up to `limit` alarms that are due on this process's clock and not promoted yet, the earliest first. */
  due(limit: number): Promise<string[]>;
  /**
   * Removes the `count` earliest alarms that are not promoted yet, at a quarter of the cost of {@link Alarm.disarm}.
   *
   * @returns their ids, which may be others than were read before: alarms come and go
   */
  removeEarliest(count: number): Promise<string[]>;
}

/** An alarm further than this from its order's deadline is set again. A smaller difference is latency or clock skew. */
export const dueToleranceMs = 1_000;

/** Longer than it takes to set a page of alarms. Orders that are due sooner are left to the sweep. */
const promotionMarginMs = 5_000;

/** BullMQ packs the due time and a 12-bit counter into the score of a delayed job. */
const scoreUnitsPerMs = 0x1000;

/** Alarms in the store where BullMQ keeps them. What it does not do for many jobs at once is asked of the store itself. */
export type AlarmStore = Pick<
  AlarmQueue,
  'disarm' | 'dueTimes' | 'pages' | 'count' | 'countDueWithin' | 'due' | 'removeEarliest'
>;

export function createAlarmOver(openQueue: QueueOpener, store: AlarmStore): AlarmQueue {
  /** BullMQ ignores a jobId that exists in another state, such as failed. Only those jobs are removed first. */
  async function armAnyway(orders: readonly Pick<Order, 'id' | 'remainingMs'>[]): Promise<void> {
    await alarm.arm(orders);
    // A job that is almost due may have been promoted since.
    const later = orders.filter(({ remainingMs }) => remainingMs > promotionMarginMs);
    const dueTimes = await alarm.dueTimes(later.map(({ id }) => id));
    const ignored = later.filter((_, index) => dueTimes[index] === null);
    if (ignored.length > 0) await alarm.rearm(ignored);
  }

  const alarm: AlarmQueue = {
    ...store,

    async arm(orders) {
      const jobs = orders.map(({ id, remainingMs, traceparent }) => ({
        name: alarmJobName,
        data: traceparent === undefined ? {} : { traceparent },
        opts: { jobId: id, delay: remainingMs } satisfies JobsOptions,
      }));
      const queue = openQueue();
      const adding =
        jobs.length <= fewJobs
          ? jobs.map(({ name, data, opts }) => queue.add(name, data, opts))
          : chunksOf(jobsPerPipeline, jobs).map((chunk) => queue.addBulk(chunk));
      await Promise.all(adding);
    },

    async rearm(orders) {
      await alarm.disarm(orders.map(({ id }) => id));
      await alarm.arm(orders);
    },

    async ensure(orders) {
      const startedAt = Date.now();
      const dueTimes = await alarm.dueTimes(orders.map(({ id }) => id));
      const missing = orders.filter((_, index) => dueTimes[index] === null);
      const wrong = orders.filter(({ remainingMs }, index) => {
        const due = dueTimes[index];
        return typeof due === 'number' && Math.abs(due - (startedAt + remainingMs)) > dueToleranceMs;
      });
      if (wrong.length > 0) await alarm.rearm(wrong);
      if (missing.length > 0) await armAnyway(missing);
      return missing.length + wrong.length;
    },

    async state(id) {
      const state = await openQueue().getJobState(id);
      return alarmStates.find((known) => known === state) ?? 'waiting';
    },

    close: () => openQueue.close(),
  };
  return alarm;
}

/** @param shard the queue that holds them */
export function createAlarm(redis: Redis, shard: AlarmShard = onlyShard): AlarmQueue {
  const openQueue = createQueueOpener(
    redisQueues(redis, () => shard.prefix),
    shard.queue,
  );
  return createAlarmOver(openQueue, {
    async disarm(ids) {
      const queue = openQueue();
      await Promise.all(ids.map((id) => queue.remove(id)));
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

    async countDueWithin(aheadMs) {
      return redis.zcount(openQueue().toKey('delayed'), '-inf', (Date.now() + aheadMs) * scoreUnitsPerMs);
    },

    async due(limit) {
      const key = openQueue().toKey('delayed');
      return redis.zrangebyscore(key, '-inf', Date.now() * scoreUnitsPerMs, 'LIMIT', 0, limit);
    },

    // To BullMQ, a limit of 0 means all.
    removeEarliest: async (count) => (count > 0 ? openQueue().clean(0, count, 'delayed') : []),
  });
}
