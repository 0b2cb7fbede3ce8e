import type { JobsOptions } from 'bullmq';
import { createQueueOpener } from '../redis/queue-opener.ts';
import type { Redis } from '../redis/connection.ts';
import type { ClaimedDelivery } from './outbox.ts';

/** One BullMQ job for each delivery. It carries nothing but the delivery's id; Postgres knows the rest. */
export const webhookQueueName = 'webhook';
const webhookJobName = 'deliver';

/**
 * How long a delivery that failed rests before the next attempt: about three days in all. Each is stretched a little
 * by chance, so that what failed together doesn't come back together.
 */
export const retryDelaysSeconds = [
  5,
  30,
  5 * 60,
  30 * 60,
  2 * 3_600,
  5 * 3_600,
  10 * 3_600,
  14 * 3_600,
  16 * 3_600,
  24 * 3_600,
] as const;

export interface WebhookQueue {
  /** Makes sure that each delivery has a job. One that has is left as it is. */
  add(deliveries: readonly ClaimedDelivery[]): Promise<void>;
  close(): Promise<void>;
}

export function createWebhookQueue(redis: Redis): WebhookQueue {
  const openQueue = createQueueOpener(redis, webhookQueueName);

  /** A job that was failed behind our back, as after many stalls, would be in the way for ever. */
  async function removeFailed(id: string): Promise<void> {
    const queue = openQueue();
    if ((await queue.getJobState(id)) === 'failed') await queue.remove(id);
  }

  return {
    async add(deliveries) {
      await Promise.all(deliveries.filter(({ wasQueued }) => wasQueued).map(({ id }) => removeFailed(id)));
      const jobs = deliveries.map(({ id, delayMs }) => ({
        name: webhookJobName,
        data: {},
        opts: {
          jobId: id,
          delay: delayMs,
          attempts: retryDelaysSeconds.length + 1,
          backoff: { type: 'custom' },
        } satisfies JobsOptions,
      }));
      await openQueue().addBulk(jobs);
    },
    close: () => openQueue.close(),
  };
}
