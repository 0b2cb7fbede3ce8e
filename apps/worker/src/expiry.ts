import type { Logger } from '@order-countdown/shared/platform/logger';
import { isOrderId } from '@order-countdown/shared/order/order-id';
import type { Orders } from '@order-countdown/shared/orders/orders';
import { attribute, tracedFrom } from '@order-countdown/shared/platform/tracing';
import { alarmQueueName } from '@order-countdown/shared/redis/alarm';
import type { Queues } from '@order-countdown/shared/redis/queues';
import { startConsumer, type Consumer, type JobResult } from './consumer.ts';
import type { SweptIds } from './swept-ids.ts';

export interface ExpiryDependencies {
  orders: Pick<Orders, 'expire'>;
  swept: Pick<SweptIds, 'has'>;
  /** On a connection that may block. */
  queues: Queues;
  concurrency: number;
  logger: Logger;
}

/** Failed alarms are kept for the dashboard. The sweep cancels their orders. */
const removeOnFail = { count: 1_000, age: 7 * 24 * 60 * 60 };

/** Consumes alarms that are due and cancels their orders. Concurrent jobs share statements. */
export function startExpiry({ orders, swept, queues, concurrency, logger }: ExpiryDependencies): Consumer {
  return startConsumer({
    queue: alarmQueueName,
    idName: 'orderId',
    queues,
    logger,
    worker: { concurrency, removeOnFail },

    async run(jobId, data): Promise<JobResult> {
      // The ledger needs no data of the job, which is missing if Redis evicted the job's hash.
      if (!isOrderId(jobId)) throw new Error(`the job's id is not an order id: ${jobId}`);
      // Spares the ledger a question: only cancelled orders are among these, and they stay cancelled.
      if (swept.has(jobId)) return { result: 'done', value: 'settled' };
      const { outcome, remainingMs } = await tracedFrom(
        traceparentIn(data),
        {
          name: `process ${alarmQueueName}`,
          kind: 'consumer',
          attributes: { [attribute('order_id')]: jobId },
        },
        () => orders.expire(jobId),
      );
      if (outcome === 'not_due') return { result: 'put_off', delayMs: remainingMs };
      return { result: 'done', value: outcome };
    },
  });
}

/** Whoever may write to Redis may have put anything there. */
const traceparentIn = (data: unknown) =>
  typeof data === 'object' && data !== null && 'traceparent' in data ? data.traceparent : undefined;
