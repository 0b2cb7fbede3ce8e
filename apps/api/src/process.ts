import { once } from 'node:events';
import { createAuditLog } from '@order-countdown/shared/audit/log';
import { createCore } from '@order-countdown/shared/core';
import { createRegistry } from '@order-countdown/shared/metrics/registry';
import { postgresConnections, type Config } from '@order-countdown/shared/platform/config';
import type { Logger } from '@order-countdown/shared/platform/logger';
import { startTracing } from '@order-countdown/shared/platform/tracing';
import { createWebhookEndpoints } from '@order-countdown/shared/webhooks/endpoints';
import { createSecretBox } from '@order-countdown/shared/webhooks/secret';
import { targetPolicy } from '@order-countdown/shared/webhooks/target';
import { adminSettings } from './admin/admin.ts';
import { countDroppedEntries } from './admin/audit-metrics.ts';
import { openDashboardQueues } from './admin/queues.ts';
import { createApp } from './app.ts';
import { createBearerVerifier } from './auth/bearer.ts';
import { createViewTokens } from './auth/view-token.ts';
import type { Instance } from './cluster/instance.ts';
import { admissionMetrics } from './http/admission-metrics.ts';
import { createAdmission } from './http/admission.ts';
import { closeServer, stopAccepting } from './http/close-server.ts';
import { connectionLimits } from './http/connection-limits.ts';
import { createConnections } from './http/connections.ts';
import { createDraining } from './http/draining.ts';
import { createDroppedConnections } from './http/dropped-connections.ts';
import { createLists } from './http/lists.ts';
import { httpMetrics } from './http/request-metrics.ts';
import { createLimitedServer } from './http/server.ts';
import { createStreamPlaces } from './stream/stream-places.ts';
import { streamMetrics } from './stream/stream-metrics.ts';
import { createStreams } from './stream/streams.ts';
import { createWatch } from './stream/watch.ts';

/** Connections that wait to be accepted: as many as Linux allows, so that a burst of them keeps no probe waiting. */
const backlog = 4_096;

/** Of the API, all its processes together: see `LoadLimitOptions`. It is Postgres that they keep busy. */
const leastInProgress = 200;

/** Clients that send something this often notice nothing of a process that is replaced. */
const handOverMs = 2_000;

/** A process that serves. */
export async function startProcess(config: Config, ownLogger: Logger, instance: Instance): Promise<void> {
  const logger = instance.number === null ? ownLogger : ownLogger.child({ process: instance.number });
  const traces = await startTracing('api', config, logger);
  const registry = createRegistry();
  const core = createCore(config, logger, {
    name: 'api',
    registry,
    commands: [
      'place',
      'pay',
      'cancel',
      'extend',
      'update',
      'startPayment',
      'failPayment',
      'refund',
      'erase',
    ],
    connections: instance.partOf(postgresConnections),
    render: instance.render,
  });
  const { ledger, postgres } = core;
  const watch = createWatch({ ledger, listenToChanges: core.listenToChanges, logger });
  const streams = createStreams({
    metrics: streamMetrics(registry),
    maxPerAddress: config.MAX_STREAMS_PER_ADDRESS,
  });
  const auditLog = createAuditLog({ postgres, logger, onDropped: countDroppedEntries(registry) });
  const dashboard = openDashboardQueues(core.openConsumers(), core.queueNames);

  const draining = createDraining();
  const least = instance.partOf(leastInProgress);
  const admission = createAdmission({ logger, metrics: admissionMetrics(registry), least });
  const dropped = createDroppedConnections({ logger, registry });
  const connections = createConnections(connectionLimits(config), {
    dropped,
    registry,
    claims: instance.claims,
  });
  const app = createApp({
    ...core,
    auditLog,
    connections,
    config,
    logger,
    draining,
    bearer: createBearerVerifier(config),
    viewTokens: createViewTokens(config.APP_SECRET, config.APP_SECRET_PREVIOUS),
    watch,
    streams,
    streamPlaces:
      instance.number === null
        ? undefined
        : createStreamPlaces(instance.claims, config.MAX_STREAMS_PER_ADDRESS),
    lists: createLists(dropped),
    metrics: httpMetrics(registry),
    admin: { queues: dashboard.queues, ...adminSettings(config) },
    endpoints: createWebhookEndpoints(
      postgres,
      createSecretBox(config.APP_SECRET, config.APP_SECRET_PREVIOUS),
    ),
    targetPolicy: targetPolicy(config),
    once: ledger.once,
  });
  const server = createLimitedServer(draining.before(admission.before(app)), { connections, dropped });
  server.listen({ port: config.PORT, host: config.HOST, backlog });
  await once(server, 'listening');

  async function leaveClients(): Promise<void> {
    if (!instance.isReplaced()) return draining.begin(config.SHUTDOWN_DELAY_MS);
    stopAccepting(server);
    await draining.handOver(handOverMs);
  }

  instance.started(
    [
      { name: 'draining', close: leaveClients },
      // Before the server, which would wait for them.
      { name: 'streams', close: async () => streams.close() },
      { name: 'http', close: () => closeServer(server) },
      { name: 'admission', close: async () => admission.close() },
      { name: 'dropped connections', close: async () => dropped.close() },
      { name: 'watch', close: async () => watch.close() },
      { name: 'dashboard', close: () => dashboard.close() },
      { name: 'audit', close: () => auditLog.close() },
      ...core.closers,
      ...traces,
    ],
    { logger, registry },
  );
  logger.info({ address: server.address() }, 'listening');
  // Otherwise nothing would tell of a wrong DATABASE_URL before the first request.
  ledger.ping().catch(() => undefined);
}
