import type { Registry } from 'prom-client';
import { createLedger, type Ledger } from './ledger/ledger.ts';
import { decisionMetrics } from './metrics/decisions.ts';
import { createExposition, type Exposition, type Render } from './metrics/exposition.ts';
import { ledgerMetrics } from './metrics/ledger.ts';
import { projectionMetrics } from './metrics/projection.ts';
import { storeMetrics } from './metrics/stores.ts';
import type { Command, DecisionObserver } from './orders/decisions.ts';
import { createErasure, type Erasure } from './orders/erasure.ts';
import { createFeed, type Feed } from './orders/feed.ts';
import { createFollowUp } from './orders/follow-up.ts';
import { createOrders, type Orders } from './orders/orders.ts';
import { createRecheck, type Recheck } from './orders/recheck.ts';
import { postgresConnections, type Config } from './platform/config.ts';
import { lazy } from './platform/lazy.ts';
import type { Logger } from './platform/logger.ts';
import { createPostgres, type Postgres } from './platform/postgres.ts';
import type { Closer } from './platform/shutdown.ts';
import { alarmQueueName, createAlarm, type Alarm } from './redis/alarm.ts';
import { createChanges, type Changes } from './redis/changes.ts';
import { createProducerRedis, type Redis } from './redis/connection.ts';
import { createCountdown, type Countdown } from './redis/countdown.ts';
import { createProjection } from './redis/projection.ts';
import { createWebhookQueue, webhookQueueName } from './webhooks/queue.ts';
import { readPartitionsLeft } from './webhooks/partitions.ts';
import { createWebhookRelay, type WebhookRelay } from './webhooks/relay.ts';

/** Both BullMQ queues, for the dashboard and the metrics. */
export const queueNames = [alarmQueueName, webhookQueueName];

/** The parts that every process needs. */
export interface Core {
  orders: Orders;
  ledger: Ledger;
  feed: Feed;
  erasure: Erasure;
  postgres: Postgres;
  /** Commands fail at once while Redis is down: see `createProducerRedis`. */
  redis: Redis;
  alarm: Alarm;
  countdown: Countdown;
  changes: Changes;
  recheck: Recheck;
  relay: WebhookRelay;
  exposition: Exposition;
  /** Close them after everything else, in this order. */
  closers: Closer[];
}

export type CoreConfig = Pick<
  Config,
  | 'NODE_ENV'
  | 'DATABASE_URL'
  | 'DATABASE_PREPARE'
  | 'REDIS_URL'
  | 'PAYMENT_WINDOW_SECONDS'
  | 'REMINDER_LEAD_SECONDS'
  | 'PAYMENT_HOLD_SECONDS'
  | 'MAX_REFUSED_PAYMENTS'
  | 'METRICS_TOKEN'
>;

export interface CoreOptions {
  /** Shown in pg_stat_activity as `order-countdown-<name>`. */
  name: string;
  /** The commands that this process runs. Their usual outcomes are exported as 0 from the start. */
  commands: readonly Command[];
  /** See `createRegistry`. */
  registry: Registry;
  /** To Postgres, 2 or more. Default: 20. */
  connections?: number;
  /** See `ExpositionDependencies`. */
  render?: Render | undefined;
  /** Notified of each decision, in addition to the metrics. */
  observers?: readonly DecisionObserver[];
}

/** Wires ledger, Redis, webhooks and metrics together, for processes, tests and benchmarks alike. */
export function createCore(config: CoreConfig, logger: Logger, options: CoreOptions): Core {
  const { name, registry, commands, observers = [], connections = postgresConnections, render } = options;
  const postgres = createPostgres({
    url: config.DATABASE_URL,
    applicationName: `order-countdown-${name}`,
    maxConnections: connections,
    prepare: config.DATABASE_PREPARE,
    onConnectionError: (error) => logger.warn({ err: error }, 'lost a connection to postgres'),
    onLost: (error) => logger.warn({ err: error }, 'postgres is not available'),
    onBack: () => logger.info('postgres is available again'),
  });
  const redis = createProducerRedis(config.REDIS_URL, logger);
  const ledger = createLedger(postgres, ledgerMetrics(registry), Math.max(1, Math.floor(connections / 4)));
  const alarm = createAlarm(redis);
  const countdown = createCountdown(redis);
  const changes = createChanges(redis, logger);
  const webhookQueue = createWebhookQueue(redis);
  const relay = createWebhookRelay({ postgres, redis, queue: webhookQueue, logger });
  const recheck = createRecheck({ ledger, alarm, countdown, redis, logger });
  const observer = projectionMetrics(registry);
  const followUp = createFollowUp({
    projection: lazy(() =>
      createProjection({ alarm, countdown, redis, recheck: (ids) => recheck.add(ids), logger, observer }),
    ),
    changes,
    relay,
    observers: [decisionMetrics(registry, commands), ...observers],
  });
  const orders = createOrders({
    ledger,
    countdown,
    followUp,
    defaultWindowSeconds: config.PAYMENT_WINDOW_SECONDS,
    reminderLeadSeconds: config.REMINDER_LEAD_SECONDS,
    paymentHoldSeconds: config.PAYMENT_HOLD_SECONDS,
    maxRefusedPayments: config.MAX_REFUSED_PAYMENTS,
  });
  const exposition = createExposition({
    metrics: { registry, stores: storeMetrics(registry) },
    ledger,
    partitionsLeftMs: () => readPartitionsLeft(postgres),
    redis,
    queues: queueNames,
    token: config.METRICS_TOKEN,
    isProduction: config.NODE_ENV === 'production',
    render,
  });
  const closers = [
    { name: 'recheck', close: () => recheck.close() },
    { name: 'alarm', close: () => alarm.close() },
    { name: 'webhooks', close: () => webhookQueue.close() },
    { name: 'redis', close: async () => redis.disconnect() },
    { name: 'postgres', close: () => postgres.close() },
  ];
  const feed = createFeed(ledger);
  const erasure = createErasure({ ledger, followUp });
  return {
    orders,
    ledger,
    feed,
    erasure,
    postgres,
    redis,
    alarm,
    countdown,
    changes,
    recheck,
    relay,
    exposition,
    closers,
  };
}
