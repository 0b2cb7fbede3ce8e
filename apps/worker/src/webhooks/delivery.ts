import type { Logger } from '@order-countdown/shared/platform/logger';
import type { Redis } from '@order-countdown/shared/redis/connection';
import { maxEndpoints } from '@order-countdown/shared/webhooks/endpoints';
import { isDeliveryId } from '@order-countdown/shared/webhooks/ids';
import { retryDelaysSeconds, webhookQueueName } from '@order-countdown/shared/webhooks/queue';
import type { SecretBox } from '@order-countdown/shared/webhooks/secret';
import type { TargetPolicy } from '@order-countdown/shared/webhooks/target';
import { startConsumer, type Consumer, type JobResult } from '../consumer.ts';
import { attemptDelivery } from './attempt.ts';
import type { Attempts, DueDelivery } from './attempts.ts';
import type { WebhookMetrics } from './metrics.ts';
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

/** While every endpoint hangs there is still room for each: none waits because of another. */
const perEndpoint = 10;

const workerOptions = {
  concurrency: maxEndpoints * perEndpoint,
  // Each attempt ends within 10 s. After a killed worker another one goes on within 20 s.
  lockDuration: 15_000,
  stalledInterval: 5_000,
  maxStalledCount: 10,
  // Kept for the dashboard, where they can be retried.
  removeOnFail: { count: 10_000, age: 30 * 24 * 60 * 60 },
};

/** The largest share by which a delay is stretched. */
const jitter = 0.1;

const usualDelaysMs = retryDelaysSeconds.map((seconds) => seconds * 1_000);

/** Consumes the jobs of the queue `webhook`: each is one delivery, and one attempt a run. */
export function startDelivery(dependencies: DeliveryDependencies): Consumer {
  const { attempts, secrets, policy, redis, logger, metrics } = dependencies;
  const { retryDelaysMs = usualDelaysMs } = dependencies;
  const slots = createSlots(perEndpoint);

  async function deliver(id: string): Promise<JobResult> {
    if (!isDeliveryId(id)) return { result: 'failed', error: `the job's id is not a delivery id: ${id}` };
    const delivery = await attempts.read(id);
    // A crash kept an earlier success from reaching the queue, or an operator retried a job that was there twice.
    if (delivery?.status === 'delivered') return { result: 'done', value: 'delivered' };
    if (!delivery || !hasEndpoint(delivery)) return await drop(id);
    const waitMs = slots.take(delivery.endpoint.id);
    if (waitMs > 0) return { result: 'put_off', delayMs: waitMs };
    return await attempt(delivery);
  }

  async function drop(id: string): Promise<JobResult> {
    await attempts.drop(id);
    metrics.attempted('dropped');
    return { result: 'done', value: 'dropped' };
  }

  async function attempt(delivery: WithEndpoint): Promise<JobResult> {
    const startedAt = performance.now();
    const { id, endpoint, message } = delivery;
    const answer = await attemptDelivery(delivery, secrets, policy).finally(() =>
      slots.free(endpoint.id, performance.now() - startedAt),
    );
    const retryInMs = answer.error === null ? null : nextDelayMs(delivery.attempts);
    const status = answer.error === null ? 'delivered' : retryInMs === null ? 'failed' : 'pending';
    await attempts.record({ id, status, retryInMs, ...answer });

    if (answer.error === null) {
      metrics.attempted('delivered');
      metrics.delivered(Date.now() - message.occurredAt.getTime());
      return { result: 'done', value: 'delivered' };
    }
    const { type, orderId } = message;
    const line = { deliveryId: id, endpointId: endpoint.id, orderId, type, error: answer.error };
    if (retryInMs === null) {
      metrics.attempted('failed');
      logger.warn(line, 'webhook failed for good');
      return { result: 'failed', error: answer.error };
    }
    metrics.attempted('retried');
    logger.info({ ...line, retryInMs: Math.round(retryInMs) }, 'webhook will be retried');
    return { result: 'retry', error: answer.error, delayMs: retryInMs };
  }

  /** @returns null after the last attempt */
  function nextDelayMs(attemptsSoFar: number): number | null {
    const delayMs = retryDelaysMs[attemptsSoFar];
    return delayMs === undefined ? null : delayMs * (1 + Math.random() * jitter);
  }

  return startConsumer({
    queue: webhookQueueName,
    idName: 'deliveryId',
    redis,
    logger,
    worker: workerOptions,
    run: deliver,
  });
}

type WithEndpoint = DueDelivery & { endpoint: NonNullable<DueDelivery['endpoint']> };

const hasEndpoint = (delivery: DueDelivery): delivery is WithEndpoint => delivery.endpoint?.enabled === true;
