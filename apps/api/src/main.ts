import { once } from 'node:events';
import { createCore } from '@order-countdown/shared/core';
import { createRegistry } from '@order-countdown/shared/metrics/registry';
import { loadConfig } from '@order-countdown/shared/platform/config';
import { createLogger } from '@order-countdown/shared/platform/logger';
import { runMain } from '@order-countdown/shared/platform/run-main';
import { closeOnSignal } from '@order-countdown/shared/platform/shutdown';
import { createSubscriberRedis } from '@order-countdown/shared/redis/connection';
import { createWebhookEndpoints } from '@order-countdown/shared/webhooks/endpoints';
import { createSecretBox } from '@order-countdown/shared/webhooks/secret';
import { targetPolicy } from '@order-countdown/shared/webhooks/target';
import { adminSettings } from './admin/admin.ts';
import { openDashboardQueues } from './admin/queues.ts';
import { createApp } from './app.ts';
import { createBearerVerifier } from './auth/bearer.ts';
import { createViewTokens } from './auth/view-token.ts';
import { admissionMetrics } from './http/admission-metrics.ts';
import { createAdmission } from './http/admission.ts';
import { closeServer } from './http/close-server.ts';
import { connectionLimits } from './http/connection-limits.ts';
import { createConnections } from './http/connections.ts';
import { createDraining } from './http/draining.ts';
import { createDroppedConnections } from './http/dropped-connections.ts';
import { createLists } from './http/lists.ts';
import { httpMetrics } from './http/request-metrics.ts';
import { createLimitedServer } from './http/server.ts';
import { streamMetrics } from './stream/stream-metrics.ts';
import { createStreams } from './stream/streams.ts';
import { createWatch } from './stream/watch.ts';

/** Connections that wait to be accepted: as many as Linux allows, so that a burst of them keeps no probe waiting. */
const backlog = 4_096;

await runMain('api', async () => {
  const config = loadConfig();
  const logger = createLogger('api', config.LOG_LEVEL);
  const registry = createRegistry();
  const core = createCore(config, logger, {
    name: 'api',
    registry,
    commands: ['place', 'pay', 'cancel', 'extend'],
  });
  const { ledger, postgres } = core;
  const watch = createWatch({ ledger, redis: createSubscriberRedis(config.REDIS_URL, logger), logger });
  const streams = createStreams({
    metrics: streamMetrics(registry),
    maxPerAddress: config.MAX_STREAMS_PER_ADDRESS,
  });
  const dashboard = openDashboardQueues(config.REDIS_URL, logger);

  const draining = createDraining();
  const admission = createAdmission({ logger, metrics: admissionMetrics(registry) });
  const dropped = createDroppedConnections({ logger, registry });
  const connections = createConnections(connectionLimits(config), { dropped, registry });
  const app = createApp({
    ...core,
    connections,
    config,
    logger,
    draining,
    bearer: createBearerVerifier(config),
    viewTokens: createViewTokens(config.APP_SECRET, config.APP_SECRET_PREVIOUS),
    watch,
    streams,
    lists: createLists(dropped),
    metrics: httpMetrics(registry),
    admin: { queues: dashboard.queues, ...adminSettings(config) },
    endpoints: createWebhookEndpoints(
      postgres,
      createSecretBox(config.APP_SECRET, config.APP_SECRET_PREVIOUS),
    ),
    targetPolicy: targetPolicy(config),
  });
  const server = createLimitedServer(draining.before(admission.before(app)), { connections, dropped });
  server.listen({ port: config.PORT, host: config.HOST, backlog });
  await once(server, 'listening');

  closeOnSignal(
    [
      { name: 'draining', close: () => draining.begin(config.SHUTDOWN_DELAY_MS) },
      // Before the server, which would wait for them.
      { name: 'streams', close: async () => streams.close() },
      { name: 'http', close: () => closeServer(server) },
      { name: 'admission', close: async () => admission.close() },
      { name: 'dropped connections', close: async () => dropped.close() },
      { name: 'watch', close: async () => watch.close() },
      { name: 'dashboard', close: () => dashboard.close() },
      ...core.closers,
    ],
    logger,
  );
  logger.info({ address: server.address() }, 'listening');
});
