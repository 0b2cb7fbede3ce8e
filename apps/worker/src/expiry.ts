import type { Logger } from '@order-countdown/shared/platform/logger';
import { isOrderId } from '@order-countdown/shared/order/order-id';
import type { Orders } from '@order-countdown/shared/orders/orders';
import { attribute, tracedFrom } from '@order-countdown/shared/platform/tracing';
import type { Queues } from '@order-countdown/shared/redis/queues';
import type { Shard } from '@order-countdown/shared/redis/shards';
import { startConsumer, type Consumer, type JobResult } from './consumer.ts';
import { allOf } from './consumers.ts';
import { createTurns } from './turns.ts';
import type { SweptIds } from './swept-ids.ts';

export interface ExpiryDependencies {
  orders: Pick<Orders, 'expire'>;
  swept: Pick<SweptIds, 'has'>;
  /** On a connection that may block. */
  queues: Queues;
  shards: { each: readonly Pick<Shard, 'queue'>[] };
  /** Of all shards together. */
  concurrency: number;
  logger: Logger;
}

type InTurn = (run: () => Promise<JobResult>) => Promise<JobResult>;

/** Failed alarms are kept for the dashboard. The sweep cancels their orders. */
const removeOnFail = { count: 1_000, age: 7 * 24 * 60 * 60 };

/**
 * Consumes alarms that are due and cancels their orders. Concurrent jobs share statements, those of several shards too: each
 * shard has an equal share of the concurrency.
 */
export function startExpiry(dependencies: ExpiryDependencies): Consumer {
  const { orders, swept, queues, concurrency, logger } = dependencies;
  const shards = dependencies.shards.each;

  async function expire(queue: string, jobId: string, data: unknown): Promise<JobResult> {
    // The ledger needs no data of the job, which is missing if Redis evicted the job's hash.
    if (!isOrderId(jobId)) throw new Error(`the job's id is not an order id: ${jobId}`);
    // Spares the ledger a question: only cancelled orders are among these, and they stay cancelled.
    if (swept.has(jobId)) return { result: 'done', value: 'settled' };
    const { outcome, remainingMs } = await tracedFrom(
      traceparentIn(data),
      { name: `process ${queue}`, kind: 'consumer', attributes: { [attribute('order_id')]: jobId } },
      () => orders.expire(jobId),
    );
    if (outcome === 'not_due') return { result: 'put_off', delayMs: remainingMs };
    return { result: 'done', value: outcome };
  }

  const consume = (queue: string, share: number, inTurn: InTurn = (run) => run()) =>
    startConsumer({
      queue,
      idName: 'orderId',
      queues,
      logger,
      worker: { concurrency: share, removeOnFail },
      run: (jobId, data) => inTurn(() => expire(queue, jobId, data)),
    });

  const [only, ...others] = shards;
  if (only && others.length === 0) return consume(only.queue, concurrency);
  const inTurn = createTurns(concurrency);
  const share = Math.ceil(concurrency / shards.length);
  return allOf(shards.map(({ queue }) => consume(queue, share, inTurn)));
}

/** Whoever may write to Redis may have put anything there. */
const traceparentIn = (data: unknown) =>
  typeof data === 'object' && data !== null && 'traceparent' in data ? data.traceparent : undefined;
