import { Gauge, type Registry } from 'prom-client';
import type { Ledger } from '../ledger/ledger.ts';
import type { Redis } from '../redis/connection.ts';
import { queueKey } from '../redis/queue-opener.ts';
import { within } from '../platform/within.ts';
import { singleFlight } from '../platform/single-flight.ts';

export interface Stores {
  ledger: Pick<Ledger, 'overdue'>;
  redis: Redis;
  /** Names of BullMQ queues. */
  queues: readonly string[];
}

export interface StoreMetrics {
  /** @returns what asks both stores, for {@link answerTimeLimitMs} at most, and never fails */
  observing(stores: Stores): () => Promise<void>;
}

/** So that a scrape is answered within a second, whatever has become of the stores. */
const answerTimeLimitMs = 700;

/** The states of a queue, and the Redis structures that hold them. */
const queueStates = [
  { state: 'waiting', key: 'wait', command: 'llen' },
  { state: 'active', key: 'active', command: 'llen' },
  { state: 'delayed', key: 'delayed', command: 'zcard' },
  { state: 'failed', key: 'failed', command: 'zcard' },
] as const;

/**
 * What the stores hold, asked when somebody wants to know: every process that is asked tells the same. A store
 * that gives no answer shows as down, and what it holds is left out, rather than told from memory.
 */
export function storeMetrics(registry: Registry): StoreMetrics {
  const registers = [registry];
  const postgresUp = new Gauge({
    name: 'order_countdown_postgres_up',
    help: '1 while Postgres answers in time, else 0.',
    registers,
  });
  const redisUp = new Gauge({
    name: 'order_countdown_redis_up',
    help: '1 while Redis answers in time, else 0.',
    registers,
  });
  const overdue = new Gauge({
    name: 'order_countdown_overdue_orders',
    help: 'Pending orders past their deadline, counted up to 10000. For some milliseconds each order is one.',
    registers,
  });
  const oldestOverdue = new Gauge({
    name: 'order_countdown_overdue_oldest_seconds',
    help: 'How long the deadline of the oldest overdue order has passed; 0 where there is none.',
    registers,
  });
  const jobs = new Gauge({
    name: 'order_countdown_queue_jobs',
    help: 'Jobs of a queue by state. In order-expiry each delayed one is an alarm that is set.',
    labelNames: ['queue', 'state'],
    registers,
  });

  return {
    observing({ ledger, redis, queues }) {
      const askPostgres = singleFlight(() => ledger.overdue());
      const askRedis = singleFlight(() => countJobs(redis, queues));

      async function observePostgres(): Promise<void> {
        const answer = await inTime(askPostgres());
        postgresUp.set(answer ? 1 : 0);
        if (answer) {
          overdue.set(answer.count);
          oldestOverdue.set(answer.oldestMs / 1_000);
        } else {
          overdue.remove();
          oldestOverdue.remove();
        }
      }

      async function observeRedis(): Promise<void> {
        const answer = await inTime(askRedis());
        redisUp.set(answer ? 1 : 0);
        jobs.reset();
        for (const { count, ...labels } of answer ?? []) jobs.set(labels, count);
      }

      return async () => {
        await Promise.all([observePostgres(), observeRedis()]);
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

/** One round trip, whose cost doesn't depend on how many jobs there are. */
async function countJobs(redis: Redis, queues: readonly string[]) {
  const wanted = queues.flatMap((queue) =>
    queueStates.map(({ state, ...where }) => ({ queue, state, where })),
  );
  const pipeline = redis.pipeline();
  for (const { queue, where } of wanted) pipeline[where.command](queueKey(queue, where.key));
  const replies = (await pipeline.exec()) ?? [];
  return wanted.map(({ queue, state }, index) => {
    const [error, count] = replies[index] ?? [new Error('redis gave no answer')];
    if (error) throw error;
    return { queue, state, count: Number(count) };
  });
}
