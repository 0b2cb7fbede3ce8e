import { readEpoch } from '@order-countdown/shared/ledger/epoch';
import type { Logger } from '@order-countdown/shared/platform/logger';
import type { Postgres } from '@order-countdown/shared/platform/postgres';
import type { Connection } from '@order-countdown/shared/redis/answering';
import type { Marks } from '@order-countdown/shared/redis/marks';
import { dropOrphans, failDisabled } from '@order-countdown/shared/webhooks/give-up';
import { endpointIdFromUuid } from '@order-countdown/shared/webhooks/ids';
import { requeueAll } from '@order-countdown/shared/webhooks/outbox';
import type { WebhookRelay } from '@order-countdown/shared/webhooks/relay';
import type { Windows } from '@order-countdown/shared/webhooks/windows';
import type { Circuits } from './circuits.ts';
import type { WebhookMetrics } from './metrics.ts';

export interface RelayTaskDependencies {
  postgres: Postgres;
  connection: Connection;
  webhookMarks: Marks;
  relay: Pick<WebhookRelay, 'run' | 'startOver'>;
  windows: Pick<Windows, 'clear'>;
  circuits: Pick<Circuits, 'count'>;
  logger: Logger;
  metrics: Pick<WebhookMetrics, 'endpointsCounted'>;
}

/**
 * Holds the run id of Redis and the epoch of the ledger in which deliveries were queued. Without it, Redis has lost its
 * data, and the jobs with it; with another value, Redis or Postgres may have older data.
 */
const queuedKey = 'webhooks-queued';

/** How often the deliveries of removed and disabled endpoints are ended. */
const endIntervalMs = 5_000;

/**
 * Relays what no other process has relayed, requeues deliveries after either store lost data, and ends those of endpoints
 * that were removed or disabled. Jobs that still exist are left unchanged.
 */
export function createRelayTask(dependencies: RelayTaskDependencies) {
  const { postgres, connection, relay, windows, circuits, logger, metrics } = dependencies;
  const marks = dependencies.webhookMarks;
  let endedAt = -endIntervalMs;

  return async function relayWebhooks(signal: AbortSignal): Promise<void> {
    // The connection has logged an outage already.
    if (connection.status === 'ready') await requeueLost(signal);
    if (signal.aborted) return;
    await relay.run(signal);
    metrics.endpointsCounted(await circuits.count());
    if (performance.now() - endedAt < endIntervalMs) return;
    endedAt = performance.now();
    await dropOrphans(postgres, signal);
    await failDisabled(postgres, signal);
  };

  async function requeueLost(signal: AbortSignal): Promise<void> {
    const stores = `${await marks.run()} ${await readEpoch(postgres)}`;
    if ((await marks.get(queuedKey)) === stores) return;
    const deliveries = await requeueAll(postgres, signal);
    if (signal.aborted) return;
    const endpoints = await postgres.query<{ id: string }>('select id from webhook_endpoints');
    await windows.clear(endpoints.map(({ id }) => endpointIdFromUuid(id)));
    relay.startOver();
    await marks.set(queuedKey, stores);
    if (deliveries > 0) logger.info({ deliveries }, 'queued webhooks may be lost, queueing them again');
  }
}
