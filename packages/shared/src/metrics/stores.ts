import { Gauge, type Registry } from 'prom-client';
import type { Ledger } from '../ledger/ledger.ts';
import type { QueueCount } from '../redis/queue-counts.ts';
import { within } from '../platform/within.ts';
import { singleFlight } from '../platform/single-flight.ts';

export interface Stores {
  ledger: Pick<Ledger, 'overdue' | 'feedLagMs' | 'refunds'>;
  /** For how long there are partitions to write to. */
  partitionsLeftMs: () => Promise<number>;
  /** Counts the jobs of all queues. */
  countJobs: () => Promise<QueueCount[]>;
  /** Null: Postgres has the queues, too, so there is nothing to say of Redis. */
  redis: object | null;
}

export interface StoreMetrics {
  /** @returns a function that updates the gauges from both stores, within {@link answerTimeLimitMs}; never throws */
  observerOf(stores: Stores): () => Promise<void>;
}

/** Short enough that a scrape is answered within a second even if the stores hang. */
const answerTimeLimitMs = 700;

/**
 * Gauges of the contents of both stores, read at each scrape, so every process reports the same values. If a store
 * does not answer, it is reported as down and its gauges are left out: old values would be misleading.
 */
export function storeMetrics(registry: Registry): StoreMetrics {
  const registers = [registry];
  /** Of several processes' values one is taken: all say the same. */
  const aggregator = 'first';
  const postgresUp = new Gauge({
    name: 'order_countdown_postgres_up',
    help: '1 if Postgres answered in time, otherwise 0.',
    aggregator,
    registers,
  });
  const redisUp = new Gauge({
    name: 'order_countdown_redis_up',
    help: '1 if Redis answered in time, otherwise 0. Left out without a Redis.',
    aggregator,
    registers,
  });
  const overdue = new Gauge({
    name: 'order_countdown_overdue_orders',
    help: 'Pending orders past their deadline, counted up to 10000. Every unpaid order is overdue for some milliseconds.',
    aggregator,
    registers,
  });
  const oldestOverdue = new Gauge({
    name: 'order_countdown_overdue_oldest_seconds',
    help: 'Time since the deadline of the oldest overdue order; 0 if there is none.',
    aggregator,
    registers,
  });
  const refundsDue = new Gauge({
    name: 'order_countdown_refunds_due',
    help: 'Refunds that are not reported as made, counted up to 10000.',
    aggregator,
    registers,
  });
  const oldestRefundDue = new Gauge({
    name: 'order_countdown_refunds_due_oldest_seconds',
    help: 'Time since the oldest refund that is due was requested; 0 if there is none.',
    aggregator,
    registers,
  });
  const feedLag = new Gauge({
    name: 'order_countdown_event_feed_lag_seconds',
    help: 'Time since the oldest event that GET /v1/events does not show yet; 0 if it shows all.',
    aggregator,
    registers,
  });
  const partitionsLeft = new Gauge({
    name: 'order_countdown_partitions_left_seconds',
    help: 'Time until the last partition of a table ends, of the table that has the least. Later rows can not be written.',
    aggregator,
    registers,
  });
  const jobs = new Gauge({
    name: 'order_countdown_queue_jobs',
    help: 'Jobs by queue and state. Each delayed job of order-expiry, or of its shards, is an alarm.',
    labelNames: ['queue', 'state'],
    aggregator,
    registers,
  });

  return {
    observerOf({ ledger, partitionsLeftMs, redis, countJobs }) {
      const askPostgres = singleFlight(async () => ({
        late: await ledger.overdue(),
        due: await ledger.refunds.due(),
      }));
      const askFeed = singleFlight(() => ledger.feedLagMs());
      const askPartitions = singleFlight(partitionsLeftMs);
      const askQueues = singleFlight(countJobs);

      async function observePostgres(): Promise<void> {
        const answer = await inTime(askPostgres());
        postgresUp.set(answer ? 1 : 0);
        if (answer) {
          overdue.set(answer.late.count);
          oldestOverdue.set(answer.late.oldestMs / 1_000);
          refundsDue.set(answer.due.count);
          oldestRefundDue.set(answer.due.oldestMs / 1_000);
        } else {
          for (const gauge of [overdue, oldestOverdue, refundsDue, oldestRefundDue]) gauge.remove();
        }
      }

      async function observeFeed(): Promise<void> {
        const lagMs = await inTime(askFeed());
        if (lagMs === null) feedLag.remove();
        else feedLag.set(lagMs / 1_000);
      }

      async function observePartitions(): Promise<void> {
        const leftMs = await inTime(askPartitions());
        if (leftMs === null) partitionsLeft.remove();
        else partitionsLeft.set(leftMs / 1_000);
      }

      async function observeQueues(): Promise<void> {
        const answer = await inTime(askQueues());
        if (redis) redisUp.set(answer ? 1 : 0);
        else redisUp.remove();
        jobs.reset();
        for (const { count, ...labels } of answer ?? []) jobs.set(labels, count);
      }

      return async () => {
        await Promise.all([observePostgres(), observeFeed(), observePartitions(), observeQueues()]);
      };
    },
  };
}

async function inTime<Answer>(asking: Promise<Answer>): Promise<Answer | null> {
  try {
    return await within(answerTimeLimitMs, asking);
  } catch {
    return null;
  }
}
