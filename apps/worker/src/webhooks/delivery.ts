import { DelayedError, UnrecoverableError, Worker, type Job } from 'bullmq';
import { LedgerUnavailable, Overloaded } from '@order-countdown/shared/errors';
import type { Logger } from '@order-countdown/shared/logger';
import type { WebhookMetrics } from '@order-countdown/shared/metrics/webhooks';
import type { Redis } from '@order-countdown/shared/redis';
import type { Attempts, DueDelivery } from '@order-countdown/shared/webhooks/attempts';
import { maxEndpoints } from '@order-countdown/shared/webhooks/endpoints';
import { isDeliveryId } from '@order-countdown/shared/webhooks/ids';
import { retryDelaysSeconds, webhookQueueName } from '@order-countdown/shared/webhooks/queue';
import type { SecretBox } from '@order-countdown/shared/webhooks/secret';
import type { TargetPolicy } from '@order-countdown/shared/webhooks/target';
import { within } from '@order-countdown/shared/within';
import { attemptDelivery } from './attempt.ts';
import { createSlots } from './slots.ts';

export interface DeliveryDependencies {
  attempts: Attempts;
  secrets: SecretBox;
  policy: TargetPolicy;
  /** A connection that may block: see `createConsumerRedis`. */
  redis: Redis;
  logger: Logger;
  metrics: WebhookMetrics;
  /** How long a delivery rests after each attempt that failed; after the last one it stays failed. */
  retryDelaysMs?: readonly number[];
}

export interface Delivery {
  close(): Promise<void>;
}

/** While every endpoint hangs there is still room for each: none waits because of another. */
const perEndpoint = 10;
const concurrency = maxEndpoints * perEndpoint;

/** Each attempt ends within 10 s. After a killed worker another one goes on within 20 s. */
const lockDuration = 15_000;
const stalledInterval = 5_000;
const maxStalledCount = 10;

/** Kept for the dashboard, where they can be retried. */
const keepFailed = { count: 10_000, age: 30 * 24 * 60 * 60 };

const ledgerBackoffMs = 1_000;
const closeTimeLimitMs = 6_000;

/** By this much each delay is stretched at most. */
const jitter = 0.1;

const usualDelaysMs = retryDelaysSeconds.map((seconds) => seconds * 1_000);

/** The attempt failed; BullMQ asks the error when to try again. */
class AttemptFailed extends Error {
  override readonly name = 'AttemptFailed';
  readonly retryInMs: number;

  constructor(message: string, retryInMs: number) {
    super(message);
    this.retryInMs = retryInMs;
  }
}

/** Consumes the jobs of the queue `webhook`: each is one delivery, and one attempt a run. */
export function startDelivery(dependencies: DeliveryDependencies): Delivery {
  const { attempts, secrets, policy, redis, logger, metrics } = dependencies;
  const { retryDelaysMs = usualDelaysMs } = dependencies;
  const slots = createSlots(perEndpoint);

  const worker = new Worker(webhookQueueName, (job, token) => deliver(job, token), {
    connection: redis,
    concurrency,
    lockDuration,
    stalledInterval,
    maxStalledCount,
    removeOnComplete: { count: 0 },
    removeOnFail: keepFailed,
    settings: {
      backoffStrategy: (_attempts, _type, error) =>
        error instanceof AttemptFailed ? error.retryInMs : ledgerBackoffMs,
    },
  });
  // The connection logs its own losses; this keeps them from ending the process.
  worker.on('error', (error) => logger.debug({ err: error }, 'worker error'));
  worker.on('stalled', (deliveryId) =>
    logger.warn({ deliveryId }, 'a webhook was taken over from a lost worker'),
  );

  async function deliver(job: Job, token: string | undefined): Promise<string> {
    if (!job.id || !isDeliveryId(job.id)) throw new UnrecoverableError(`no delivery has the id ${job.id}`);
    try {
      const delivery = await attempts.read(job.id);
      // Sent before a crash kept it from being told, or by an operator's retry of a job that was there twice.
      if (delivery?.status === 'delivered') return 'delivered';
      if (!delivery || !hasEndpoint(delivery)) return await drop(job.id);
      const waitMs = slots.take(delivery.endpoint.id);
      if (waitMs > 0) return await deliverLater(job, token, waitMs);
      return await attempt(delivery);
    } catch (error) {
      if (!(error instanceof LedgerUnavailable || error instanceof Overloaded)) throw error;
      return await deliverLater(job, token, ledgerBackoffMs);
    }
  }

  async function drop(id: string): Promise<string> {
    await attempts.drop(id);
    metrics.attempted('dropped');
    return 'dropped';
  }

  /** @throws AttemptFailed to be tried again, UnrecoverableError when that was the last one */
  async function attempt(delivery: WithEndpoint): Promise<string> {
    const startedAt = performance.now();
    const { id, endpoint, message } = delivery;
    const result = await attemptDelivery(delivery, secrets, policy).finally(() =>
      slots.free(endpoint.id, performance.now() - startedAt),
    );
    const delayMs = retryDelaysMs[delivery.attempts];
    const retryInMs =
      result.error === null || delayMs === undefined ? null : delayMs * (1 + Math.random() * jitter);
    const status = result.error === null ? 'delivered' : retryInMs === null ? 'failed' : 'pending';
    await attempts.record({ id, status, retryInMs, ...result });

    if (result.error === null) {
      metrics.attempted('delivered');
      metrics.delivered(Date.now() - message.occurredAt.getTime());
      return 'delivered';
    }
    const { type, orderId } = message;
    const line = { deliveryId: id, endpointId: endpoint.id, orderId, type, error: result.error };
    if (retryInMs !== null) {
      metrics.attempted('retried');
      logger.info({ ...line, retryInMs: Math.round(retryInMs) }, 'a webhook is to be tried again');
      throw new AttemptFailed(result.error, retryInMs);
    }
    metrics.attempted('failed');
    logger.warn(line, 'a webhook failed for good');
    throw new UnrecoverableError(result.error);
  }

  return {
    async close() {
      const isConnected = redis.status === 'ready';
      if (isConnected) await within(closeTimeLimitMs, worker.close()).catch(() => worker.close(true));
      else await within(closeTimeLimitMs, worker.close(true)).catch(() => undefined);
    },
  };
}

type WithEndpoint = DueDelivery & { endpoint: NonNullable<DueDelivery['endpoint']> };

const hasEndpoint = (delivery: DueDelivery): delivery is WithEndpoint => delivery.endpoint?.enabled === true;

/** BullMQ wants to be told by an error, which is no failure and uses up no attempt. */
async function deliverLater(job: Job, token: string | undefined, delayMs: number): Promise<never> {
  await job.moveToDelayed(Date.now() + delayMs, token);
  throw new DelayedError();
}
