import type { Logger } from '@order-countdown/shared/platform/logger';
import type { Redis } from '@order-countdown/shared/redis/connection';
import { maxEndpoints } from '@order-countdown/shared/webhooks/endpoints';
import { isDeliveryId } from '@order-countdown/shared/webhooks/ids';
import { retryDelaysSeconds, webhookQueueName } from '@order-countdown/shared/webhooks/queue';
import type { SecretBox } from '@order-countdown/shared/webhooks/secret';
import type { TargetPolicy } from '@order-countdown/shared/webhooks/target';
import { startConsumer, type Consumer, type JobResult } from '../consumer.ts';
import { isSendable, type DeliveryStore, type SendableDelivery } from './delivery-store.ts';
import type { WebhookMetrics } from './metrics.ts';
import { sendSigned } from './send-signed.ts';
import { createSlots } from './slots.ts';

export interface DeliveryDependencies {
  store: DeliveryStore;
  secrets: SecretBox;
  policy: TargetPolicy;
  /** A connection that may block: see `createConsumerRedis`. */
  redis: Redis;
  logger: Logger;
  metrics: WebhookMetrics;
  /** The delay after each failed attempt. A delivery whose attempts outnumber them has failed. */
  retryDelaysMs?: readonly number[];
}

/** Concurrent deliveries to one endpoint. The worker has room for that many to every endpoint, so none waits for another. */
const perEndpoint = 10;

const workerOptions = {
  concurrency: maxEndpoints * perEndpoint,
  // An attempt takes at most 10 s. If its worker is killed, another one takes the job over within 20 s.
  lockDuration: 15_000,
  stalledInterval: 5_000,
  maxStalledCount: 10,
  // Kept for the dashboard, where they can be retried.
  removeOnFail: { count: 10_000, age: 30 * 24 * 60 * 60 },
};

/** A delay is extended by a random share of up to this much, so that deliveries that failed together spread out. */
const jitter = 0.1;

const defaultDelaysMs = retryDelaysSeconds.map((seconds) => seconds * 1_000);

/** Consumes the queue `webhook`. Each job is one delivery; each run of a job is one attempt. */
export function startDelivery(dependencies: DeliveryDependencies): Consumer {
  const { store, secrets, policy, redis, logger, metrics } = dependencies;
  const { retryDelaysMs = defaultDelaysMs } = dependencies;
  const slots = createSlots(perEndpoint);

  async function deliver(id: string): Promise<JobResult> {
    if (!isDeliveryId(id)) return { result: 'failed', error: `the job's id is not a delivery id: ${id}` };
    const delivery = await store.read(id);
    // A worker died between recording the success and completing the job, or an operator retried a delivered job.
    if (delivery?.status === 'delivered') return { result: 'done', value: 'delivered' };
    if (!delivery || !isSendable(delivery)) return await drop(id);
    const waitMs = slots.take(delivery.endpoint.id);
    if (waitMs > 0) return { result: 'put_off', delayMs: waitMs };
    return await attempt(delivery);
  }

  async function drop(id: string): Promise<JobResult> {
    await store.drop(id);
    metrics.attempted('dropped');
    return { result: 'done', value: 'dropped' };
  }

  async function attempt(delivery: SendableDelivery): Promise<JobResult> {
    const startedAt = performance.now();
    const { id, endpoint, message } = delivery;
    const sent = await sendSigned(delivery, secrets, policy).finally(() =>
      slots.free(endpoint.id, performance.now() - startedAt),
    );
    const retryInMs = sent.error === null ? null : nextDelayMs(delivery.attempts);
    const status = sent.error === null ? 'delivered' : retryInMs === null ? 'failed' : 'pending';
    await store.record({ id, status, retryInMs, ...sent });

    if (sent.error === null) {
      metrics.attempted('delivered');
      metrics.delivered(Date.now() - message.occurredAt.getTime());
      return { result: 'done', value: 'delivered' };
    }
    const { type, orderId } = message;
    const line = { deliveryId: id, endpointId: endpoint.id, orderId, type, error: sent.error };
    if (retryInMs === null) {
      metrics.attempted('failed');
      logger.warn(line, 'webhook failed for good');
      return { result: 'failed', error: sent.error };
    }
    metrics.attempted('retried');
    logger.info({ ...line, retryInMs: Math.round(retryInMs) }, 'webhook will be retried');
    return { result: 'retry', error: sent.error, delayMs: retryInMs };
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
