import type { JobsOptions } from 'bullmq';
import { createQueueOpener } from '../redis/queue-opener.ts';
import type { Queues } from '../redis/queues.ts';
import { webhookQueueName } from '../platform/queue-names.ts';
import type { ClaimedDelivery } from './outbox.ts';

/**
 * One BullMQ job per attempt. It carries the delivery's id, as its jobId, and for whoever looks at the dashboard the ids
 * of what it is about; everything else is in Postgres. A retry
 * waits in Postgres until it is due, and then gets a new job.
 */
export { webhookQueueName };
const webhookJobName = 'deliver';

/** The delay after each failed attempt, before jitter: about three days in total. */
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
  /** Ensures that each delivery has a job. Existing jobs are left unchanged, unless they have failed. */
  add(deliveries: readonly ClaimedDelivery[]): Promise<void>;
  close(): Promise<void>;
}

export function createWebhookQueue(queues: Queues): WebhookQueue {
  const openQueue = createQueueOpener(queues, webhookQueueName);

  /** A job that BullMQ failed itself, after too many stalls, would otherwise block its jobId forever. */
  async function removeFailed(id: string): Promise<void> {
    const queue = openQueue();
    if ((await queue.getJobState(id)) === 'failed') await queue.remove(id);
  }

  return {
    async add(deliveries) {
      await Promise.all(deliveries.filter(({ wasQueued }) => wasQueued).map(({ id }) => removeFailed(id)));
      const jobs = deliveries.map(({ id, endpointId, type, orderId }) => ({
        name: webhookJobName,
        data: { endpointId, type, orderId },
        opts: { jobId: id } satisfies JobsOptions,
      }));
      await openQueue().addBulk(jobs);
    },
    close: () => openQueue.close(),
  };
}
