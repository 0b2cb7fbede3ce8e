import { once } from 'node:events';
import { alarmQueueName, createAlarm } from '@order-countdown/shared/alarm';
import { createChanges } from '@order-countdown/shared/changes';
import { loadConfig } from '@order-countdown/shared/config';
import { createCountdown } from '@order-countdown/shared/countdown';
import { createLedger } from '@order-countdown/shared/ledger';
import { createLogger } from '@order-countdown/shared/logger';
import { runMain } from '@order-countdown/shared/main';
import { createWorkerMetrics } from '@order-countdown/shared/metrics';
import { createExposition } from '@order-countdown/shared/metrics/exposition';
import { measured } from '@order-countdown/shared/metrics/measured';
import { createOrders } from '@order-countdown/shared/orders';
import { createPostgres } from '@order-countdown/shared/postgres';
import { createProjection } from '@order-countdown/shared/projection';
import { createConsumerRedis, createProducerRedis } from '@order-countdown/shared/redis';
import { closeOnSignal } from '@order-countdown/shared/shutdown';
import { createAttempts } from '@order-countdown/shared/webhooks/attempts';
import { purgeHistory } from '@order-countdown/shared/webhooks/outbox';
import { createWebhookQueue, webhookQueueName } from '@order-countdown/shared/webhooks/queue';
import { createWebhookRelay, relaying } from '@order-countdown/shared/webhooks/relay';
import { createSecretBox } from '@order-countdown/shared/webhooks/secret';
import { targetPolicy } from '@order-countdown/shared/webhooks/target';
import { createDriftCheck } from './drift.ts';
import { startExpiry } from './expiry.ts';
import { createHealthServer } from './health.ts';
import { reconcile } from './reconcile.ts';
import { remind } from './remind.ts';
import { createSweep } from './sweep.ts';
import { every } from './timetable.ts';
import { startDelivery } from './webhooks/delivery.ts';
import { createWebhookSweep } from './webhooks/sweep.ts';

await runMain('worker', async () => {
  const config = loadConfig();
  const logger = createLogger('worker', config.LOG_LEVEL);
  const metrics = createWorkerMetrics();
  const postgres = createPostgres({
    url: config.DATABASE_URL,
    applicationName: 'order-countdown-worker',
    onConnectionError: (error) => logger.warn({ err: error }, 'lost a connection to postgres'),
  });
  const redis = createProducerRedis(config.REDIS_URL, logger);
  const webhookQueue = createWebhookQueue(redis);
  const relay = createWebhookRelay({ postgres, redis, queue: webhookQueue, logger });
  const ledger = relaying(createLedger(postgres, metrics.ledger), relay);
  const consumerRedis = createConsumerRedis(config.REDIS_URL, logger);
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
  const orders = measured(useCases, metrics.orders);
  const sweep = createSweep({ ledger, changes, logger, metrics: metrics.work, decisions: metrics.orders });

  const exposition = createExposition({
    metrics,
    ledger,
    redis,
    queues: [alarmQueueName, webhookQueueName],
    token: config.METRICS_TOKEN,
  });
  const sweepIntervalMs = config.SWEEP_INTERVAL_MS;
  const health = createHealthServer({ ledger, redis, sweep, sweepIntervalMs, exposition });
  health.listen(config.WORKER_PORT, config.HOST);
  await once(health, 'listening');

  const expiry = startExpiry({
    orders,
    changes,
    redis: consumerRedis,
    concurrency: config.EXPIRY_CONCURRENCY,
    logger,
    metrics: metrics.work,
  });
  const delivery = startDelivery({
    attempts: createAttempts(postgres),
    secrets: createSecretBox(config.APP_SECRET),
    policy: targetPolicy(config),
    redis: consumerRedis,
    logger,
    metrics: metrics.webhooks,
  });
  const sweepWebhooks = createWebhookSweep({ postgres, redis, relay, logger });
  const checkDrift = createDriftCheck({ ledger, alarm, redis, logger, metrics: metrics.work });

  /** Does the work only while Redis is there: its absence is known, and told where it was lost. */
  const withRedis = (task: () => Promise<unknown>) => async () => redis.status === 'ready' && task();

  const repeat = (intervalMs: number, name: string, task: () => Promise<unknown>) =>
    every(intervalMs, name, task, { logger, metrics: metrics.work });
  const timetable = [
    repeat(sweepIntervalMs, 'sweep', () => sweep.run()),
    repeat(sweepIntervalMs, 'remind', () => remind({ ledger, changes, logger, decisions: metrics.orders })),
    repeat(
      1_000,
      'reconcile',
      withRedis(() => reconcile({ ledger, alarm, countdown, redis, logger, metrics: metrics.work })),
    ),
    repeat(30_000, 'drift', checkDrift),
    repeat(1_000, 'webhooks', withRedis(sweepWebhooks)),
    repeat(3_600_000, 'webhook history', () => purgeHistory(postgres)),
  ];
  logger.info({ address: health.address(), concurrency: config.EXPIRY_CONCURRENCY }, 'working');

  closeOnSignal(
    [
      { name: 'timetable', close: () => Promise.all(timetable.map((repeated) => repeated.stop())) },
      { name: 'consumers', close: () => Promise.all([expiry.close(), delivery.close()]) },
      { name: 'alarm', close: () => alarm.close() },
      { name: 'webhooks', close: () => webhookQueue.close() },
      { name: 'health', close: async () => health.close() },
      {
        name: 'redis',
        close: async () => [redis, consumerRedis].map((connection) => connection.disconnect()),
      },
      { name: 'postgres', close: () => postgres.close() },
    ],
    logger,
  );
});
