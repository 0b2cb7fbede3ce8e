import { DelayedError, Worker, type Job } from 'bullmq';
import { alarmQueueName } from '@order-countdown/shared/alarm';
import type { Changes } from '@order-countdown/shared/changes';
import { LedgerUnavailable, Overloaded } from '@order-countdown/shared/errors';
import type { Logger } from '@order-countdown/shared/logger';
import type { WorkMetrics } from '@order-countdown/shared/metrics/work';
import { isOrderId } from '@order-countdown/shared/order-id';
import type { Orders } from '@order-countdown/shared/orders';
import type { Redis } from '@order-countdown/shared/redis';
import { within } from '@order-countdown/shared/within';

export interface ExpiryDependencies {
  orders: Pick<Orders, 'expire'>;
  changes: Changes;
  /** A connection that may block: see `createConsumerRedis`. */
  redis: Redis;
  concurrency: number;
  logger: Logger;
  metrics: Pick<WorkMetrics, 'cancelledLate'>;
}

/** While the ledger is away an alarm rests this long, and no attempt is used up. */
const ledgerBackoffMs = 1_000;

/** Failed alarms are kept for the dashboard; their orders were left to the sweep. */
const keepFailed = { count: 1_000, age: 7 * 24 * 60 * 60 };

/** How long jobs in hand may take to finish when the worker stops. */
const closeTimeLimitMs = 6_000;

export interface Expiry {
  close(): Promise<void>;
}

/** Consumes alarms that went off: cancels their orders, all in sets, since each job only asks the ledger. */
export function startExpiry(dependencies: ExpiryDependencies): Expiry {
  const { orders, changes, redis, concurrency, logger, metrics } = dependencies;
  const worker = new Worker(alarmQueueName, (job, token) => expire(job, token), {
    connection: redis,
    concurrency,
    removeOnComplete: { count: 0 },
    removeOnFail: keepFailed,
  });
  // The connection logs its own losses; this keeps them from ending the process.
  worker.on('error', (error) => logger.debug({ err: error }, 'worker error'));
  worker.on('failed', (job, error) => logger.error({ err: error, orderId: job?.id }, 'an alarm failed'));
  worker.on('stalled', (orderId) => logger.warn({ orderId }, 'an alarm was taken over from a lost worker'));

  async function expire(job: Job, token: string | undefined): Promise<string> {
    // The id alone says what to do: data can be missing from a job that Redis evicted in part.
    if (!job.id || !isOrderId(job.id)) throw new Error(`the job's id is no order id: ${job.id}`);
    try {
      const verdict = await orders.expire(job.id);
      if (verdict.latenessMs !== null) metrics.cancelledLate('alarm', verdict.latenessMs);
      if (verdict.outcome === 'expired') void changes.announce(job.id);
      if (verdict.outcome !== 'not_due') return verdict.outcome;
      return await ringLater(job, token, verdict.remainingMs);
    } catch (error) {
      if (!(error instanceof LedgerUnavailable || error instanceof Overloaded)) throw error;
      return await ringLater(job, token, ledgerBackoffMs);
    }
  }

  return {
    async close() {
      // Without Redis no job in hand can be finished: waiting for one would only spend the grace period.
      const isConnected = redis.status === 'ready';
      if (isConnected) await within(closeTimeLimitMs, worker.close()).catch(() => worker.close(true));
      else await within(closeTimeLimitMs, worker.close(true)).catch(() => undefined);
    },
  };
}

/** Sets the alarm again. BullMQ wants to be told by an error, which is not a failure. */
async function ringLater(job: Job, token: string | undefined, delayMs: number): Promise<never> {
  await job.moveToDelayed(Date.now() + delayMs, token);
  throw new DelayedError();
}
