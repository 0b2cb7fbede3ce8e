import type { Logger } from '@order-countdown/shared/platform/logger';
import type { Postgres } from '@order-countdown/shared/platform/postgres';
import type { Redis } from '@order-countdown/shared/redis/connection';
import { requeueAll } from '@order-countdown/shared/webhooks/outbox';
import type { WebhookRelay } from '@order-countdown/shared/webhooks/relay';

export interface WebhookSweepDependencies {
  postgres: Postgres;
  redis: Redis;
  relay: Pick<WebhookRelay, 'run'>;
  logger: Logger;
}

/** It stands as long as Redis keeps what it was given, and is gone with it. */
const queuedKey = 'webhooks-queued';

/**
 * Gives the queue what nobody gave it, and everything again once Redis has lost its data. Jobs that are still there
 * stay as they are.
 */
export function createWebhookSweep({ postgres, redis, relay, logger }: WebhookSweepDependencies) {
  return async function sweepWebhooks(signal: AbortSignal): Promise<void> {
    // Its absence is known, and logged where it was lost.
    if (redis.status !== 'ready') return;
    if ((await redis.exists(queuedKey)) === 0) {
      const deliveries = await requeueAll(postgres, signal);
      if (signal.aborted) return;
      await redis.set(queuedKey, 1);
      if (deliveries > 0) logger.info({ deliveries }, 'queueing webhooks again, as redis has lost them');
    }
    await relay.run(signal);
  };
}
