import type { Logger } from '@order-countdown/shared/platform/logger';
import { isOrderId } from '@order-countdown/shared/order/order-id';
import type { Orders } from '@order-countdown/shared/orders/orders';
import type { Redis } from '@order-countdown/shared/redis/connection';
import type { AlarmLayout, AlarmShard } from '@order-countdown/shared/redis/layout';
import { startConsumer, type Consumer, type JobResult } from './consumer.ts';
import { allOf } from './consumers.ts';
import { createTurns } from './turns.ts';
import type { SweptIds } from './swept-ids.ts';

export interface ExpiryDependencies {
  orders: Pick<Orders, 'expire'>;
  swept: Pick<SweptIds, 'has'>;
  /** A connection that may block: see `createConsumerRedis`. */
  redis: Redis;
  layout: Pick<AlarmLayout, 'shards'>;
  /** Of all shards together. */
  concurrency: number;
  logger: Logger;
}

/** Failed alarms are kept for the dashboard. The sweep cancels their orders. */
const removeOnFail = { count: 1_000, age: 7 * 24 * 60 * 60 };

/**
 * Consumes alarms that are due and cancels their orders. Concurrent jobs share statements, those of several shards too: each
 * shard has an equal share of the concurrency.
 */
export function startExpiry(dependencies: ExpiryDependencies): Consumer {
  const { orders, swept, redis, layout, concurrency, logger } = dependencies;
  const { shards } = layout;

  async function expire(jobId: string): Promise<JobResult> {
    // The job's data is not used: it is missing if Redis evicted the job's hash.
    if (!isOrderId(jobId)) throw new Error(`the job's id is not an order id: ${jobId}`);
    // Spares the ledger a question: only cancelled orders are among these, and they stay cancelled.
    if (swept.has(jobId)) return { result: 'done', value: 'settled' };
    const { outcome, remainingMs } = await orders.expire(jobId);
    if (outcome === 'not_due') return { result: 'put_off', delayMs: remainingMs };
    return { result: 'done', value: outcome };
  }

  const consume = ({ queue, prefix }: AlarmShard, each: number, run: typeof expire) =>
    startConsumer({
      queue,
      prefix,
      idName: 'orderId',
      redis,
      logger,
      worker: { concurrency: each, removeOnFail },
      run,
    });

  const [only, ...others] = shards;
  if (only && others.length === 0) return consume(only, concurrency, expire);
  const inTurn = createTurns(concurrency);
  const share = Math.ceil(concurrency / shards.length);
  return allOf(shards.map((shard) => consume(shard, share, (jobId) => inTurn(() => expire(jobId)))));
}
