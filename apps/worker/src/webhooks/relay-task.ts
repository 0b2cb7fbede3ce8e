import type { Logger } from '@order-countdown/shared/platform/logger';
import type { Postgres } from '@order-countdown/shared/platform/postgres';
import type { Redis } from '@order-countdown/shared/redis/connection';
import { dropOrphans, failDisabled } from '@order-countdown/shared/webhooks/give-up';
import { requeueAll } from '@order-countdown/shared/webhooks/outbox';
import type { WebhookRelay } from '@order-countdown/shared/webhooks/relay';
import type { Circuits } from './circuits.ts';
import type { WebhookMetrics } from './metrics.ts';

export interface RelayTaskDependencies {
  postgres: Postgres;
  redis: Redis;
  relay: Pick<WebhookRelay, 'run'>;
  circuits: Pick<Circuits, 'count'>;
  logger: Logger;
  metrics: Pick<WebhookMetrics, 'endpointsCounted'>;
}

/** Exists for as long as Redis keeps its data. If it is missing, the queued jobs are lost too. */
const queuedKey = 'webhooks-queued';

/** How often the deliveries of removed and disabled endpoints are ended. */
const endIntervalMs = 5_000;

/**
 * Relays what no other process has relayed, requeues deliveries after Redis lost its data, and ends those of endpoints
 * that were removed or disabled. Jobs that still exist are left unchanged.
 */
export function createRelayTask(dependencies: RelayTaskDependencies) {
  const { postgres, redis, relay, circuits, logger, metrics } = dependencies;
  let endedAt = -endIntervalMs;

  return async function relayWebhooks(signal: AbortSignal): Promise<void> {
    // The connection has logged an outage already.
    if (redis.status === 'ready') await requeueLost(signal);
    if (signal.aborted) return;
    await relay.run(signal);
    metrics.endpointsCounted(await circuits.count());
    if (performance.now() - endedAt < endIntervalMs) return;
    endedAt = performance.now();
    await dropOrphans(postgres, signal);
    await failDisabled(postgres, signal);
  };

  async function requeueLost(signal: AbortSignal): Promise<void> {
    if ((await redis.exists(queuedKey)) === 1) return;
    const deliveries = await requeueAll(postgres, signal);
    if (signal.aborted) return;
    await redis.set(queuedKey, 1);
    if (deliveries > 0) logger.info({ deliveries }, 'redis lost queued webhooks, queueing them again');
  }
}
