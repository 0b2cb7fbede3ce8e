import type { Logger } from '@order-countdown/shared/platform/logger';
import type { Postgres } from '@order-countdown/shared/platform/postgres';
import type { Redis } from '@order-countdown/shared/redis/connection';
import { requeueAll } from '@order-countdown/shared/webhooks/outbox';
import type { WebhookRelay } from '@order-countdown/shared/webhooks/relay';

export interface RelayTaskDependencies {
  postgres: Postgres;
  redis: Redis;
  relay: Pick<WebhookRelay, 'run'>;
  logger: Logger;
}

/** Exists for as long as Redis keeps its data. If it is missing, the queued jobs are lost too. */
const queuedKey = 'webhooks-queued';

/**
 * Queues deliveries that nobody has queued yet, and requeues all pending ones after Redis lost its data. Jobs that
 * still exist are left unchanged.
 */
export function createRelayTask({ postgres, redis, relay, logger }: RelayTaskDependencies) {
  return async function relayWebhooks(signal: AbortSignal): Promise<void> {
    // The connection has logged the outage already.
    if (redis.status !== 'ready') return;
    if ((await redis.exists(queuedKey)) === 0) {
      const deliveries = await requeueAll(postgres, signal);
      if (signal.aborted) return;
      await redis.set(queuedKey, 1);
      if (deliveries > 0) logger.info({ deliveries }, 'redis lost queued webhooks, queueing them again');
    }
    await relay.run(signal);
  };
}
