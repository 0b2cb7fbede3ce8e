import { once } from 'node:events';
import { createServer, type ServerOptions } from 'node:http';
import { alarmQueueName, createAlarm } from '@order-countdown/shared/alarm';
import { createChanges } from '@order-countdown/shared/changes';
import { createWatch } from '@order-countdown/shared/changes/watch';
import { loadConfig } from '@order-countdown/shared/config';
import { createCountdown } from '@order-countdown/shared/countdown';
import { createLedger } from '@order-countdown/shared/ledger';
import { createLogger } from '@order-countdown/shared/logger';
import { runMain } from '@order-countdown/shared/main';
import { createApiMetrics } from '@order-countdown/shared/metrics';
import { createExposition } from '@order-countdown/shared/metrics/exposition';
import { measured } from '@order-countdown/shared/metrics/measured';
import { createOrders } from '@order-countdown/shared/orders';
import { createPostgres } from '@order-countdown/shared/postgres';
import { createProjection } from '@order-countdown/shared/projection';
import {
  createConsumerRedis,
  createProducerRedis,
  createSubscriberRedis,
} from '@order-countdown/shared/redis';
import { closeOnSignal } from '@order-countdown/shared/shutdown';
import { createWebhookEndpoints } from '@order-countdown/shared/webhooks/endpoints';
import { createWebhookQueue, webhookQueueName } from '@order-countdown/shared/webhooks/queue';
import { createWebhookRelay, relaying } from '@order-countdown/shared/webhooks/relay';
import { createSecretBox } from '@order-countdown/shared/webhooks/secret';
import { targetPolicy } from '@order-countdown/shared/webhooks/target';
import { Queue } from 'bullmq';
import { adminSettings } from './admin/settings.ts';
import { createApp } from './app.ts';
import { createBearerVerifier } from './auth/bearer.ts';
import { createViewTokens } from './auth/view-token.ts';
import { closeServer } from './close-server.ts';
import { requestStory } from './observability.ts';
import { createStreams } from './stream/streams.ts';

/** A client that is slow on purpose holds a connection no longer than this; the body limit bounds the rest. */
const serverLimits: ServerOptions = {
  headersTimeout: 5_000,
  requestTimeout: 15_000,
  connectionsCheckingInterval: 1_000,
  // Longer than the usual 60 s of a proxy in front, so that it is the proxy who closes.
  keepAliveTimeout: 65_000,
};

await runMain('api', async () => {
  const config = loadConfig();
  const logger = createLogger('api', config.LOG_LEVEL);
  const metrics = createApiMetrics();
  const postgres = createPostgres({
    url: config.DATABASE_URL,
    applicationName: 'order-countdown-api',
    onConnectionError: (error) => logger.warn({ err: error }, 'lost a connection to postgres'),
  });
  const redis = createProducerRedis(config.REDIS_URL, logger);
  const webhookQueue = createWebhookQueue(redis);
  const relay = createWebhookRelay({ postgres, redis, queue: webhookQueue, logger });
  const ledger = relaying(createLedger(postgres, metrics.ledger), relay);
  const alarm = createAlarm(redis);
  const countdown = createCountdown(redis);
  const changes = createChanges(redis, logger);
  const observer = metrics.projection;
  const projection = createProjection({ redis, alarm, countdown, changes, logger, observer });
  const useCases = createOrders({
    ledger,
    projection,
    countdown,
    defaultWindowSeconds: config.PAYMENT_WINDOW_SECONDS,
    reminderLeadSeconds: config.REMINDER_LEAD_SECONDS,
  });
  const orders = measured(useCases, metrics.orders, requestStory);
  const watch = createWatch({ ledger, redis: createSubscriberRedis(config.REDIS_URL, logger), logger });
  const streams = createStreams({ metrics: metrics.streams });
  const exposition = createExposition({
    metrics,
    ledger,
    redis,
    queues: [alarmQueueName, webhookQueueName],
    token: config.METRICS_TOKEN,
  });

  // The dashboard may wait for Redis, which the connection of the orders never does.
  const dashboardRedis = createConsumerRedis(config.REDIS_URL, logger);
  const queues = [alarmQueueName, webhookQueueName].map(
    (name) => new Queue(name, { connection: dashboardRedis }),
  );
  for (const queue of queues) queue.on('error', () => undefined);

  const server = createServer(
    serverLimits,
    createApp({
      config,
      verifyBearer: createBearerVerifier(config),
      viewTokens: createViewTokens(config.APP_SECRET),
      orders,
      watch,
      streams,
      ledger,
      redis,
      logger,
      metrics: metrics.http,
      exposition,
      admin: { queues, ...adminSettings(config) },
      webhooks: {
        endpoints: createWebhookEndpoints(postgres, createSecretBox(config.APP_SECRET)),
        policy: targetPolicy(config),
        relay,
      },
    }),
  );
  server.listen(config.PORT, config.HOST);
  await once(server, 'listening');
  logger.info({ address: server.address() }, 'listening');

  closeOnSignal(
    [
      // First, or the server would wait for them.
      { name: 'streams', close: async () => streams.close() },
      { name: 'http', close: () => closeServer(server) },
      { name: 'watch', close: async () => watch.close() },
      { name: 'alarm', close: () => alarm.close() },
      { name: 'webhooks', close: () => webhookQueue.close() },
      { name: 'dashboard', close: () => Promise.all(queues.map((queue) => queue.close())) },
      {
        name: 'redis',
        close: async () => [redis, dashboardRedis].map((connection) => connection.disconnect()),
      },
      { name: 'postgres', close: () => postgres.close() },
    ],
    logger,
  );
});
