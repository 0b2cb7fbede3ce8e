import type { Registry } from 'prom-client';
import type { Followers } from './followers/followers.ts';
import { followInPostgres, type PostgresFollowersOptions } from './followers/postgres.ts';
import { followInRedis } from './followers/redis.ts';
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
import { tracedOrders } from './orders/traced-orders.ts';
import { createRecheck, type Recheck } from './orders/recheck.ts';
import { withoutRedis } from './platform/config-values.ts';
import { directUrlOf, postgresConnections, type Config } from './platform/config.ts';
import { lazy } from './platform/lazy.ts';
import type { Logger } from './platform/logger.ts';
import { createPostgres, type Postgres } from './platform/postgres.ts';
import type { Closer } from './platform/shutdown.ts';
import { createShardedProjection } from './redis/sharded-projection.ts';
import { createWebhookQueue } from './webhooks/queue.ts';
import { readPartitionsLeft } from './ledger/partitions.ts';
import { createWebhookRelay, type WebhookRelay } from './webhooks/relay.ts';

/** The parts that every process needs. */
export interface Core extends Omit<Followers, 'close'> {
  orders: Orders;
  ledger: Ledger;
  feed: Feed;
  erasure: Erasure;
  postgres: Postgres;
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
  | 'DATABASE_DIRECT_URL'
  | 'DATABASE_PREPARE'
  | 'REDIS_URL'
  | 'ALARM_SHARDS'
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

/** Wires ledger, its followers, webhooks and metrics together, for processes, tests and benchmarks alike. */
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
    onUnlimited: () => logger.warn('the role has no time limits for statements'),
  });
  const followers = follow(config, { name, postgres, logger });
  const { alarm, countdown, connection, shards, windows, changes } = followers;
  const ledger = createLedger(postgres, ledgerMetrics(registry), Math.max(1, Math.floor(connections / 4)));
  const webhookQueue = createWebhookQueue(followers.queues);
  const relay = createWebhookRelay({ postgres, connection, windows, queue: webhookQueue, logger });
  const recheck = createRecheck({ ledger, connection, shards, logger });
  const observer = projectionMetrics(registry);
  const followUp = createFollowUp({
    projection: lazy(() =>
      createShardedProjection(shards, { recheck: (ids) => recheck.add(ids), logger, observer }),
    ),
    changes,
    relay,
    observers: [decisionMetrics(registry, commands), ...observers],
  });
  const orders = tracedOrders(
    createOrders({
      ledger,
      countdown,
      followUp,
      defaultWindowSeconds: config.PAYMENT_WINDOW_SECONDS,
      reminderLeadSeconds: config.REMINDER_LEAD_SECONDS,
      paymentHoldSeconds: config.PAYMENT_HOLD_SECONDS,
      maxRefusedPayments: config.MAX_REFUSED_PAYMENTS,
    }),
  );
  const exposition = createExposition({
    metrics: { registry, stores: storeMetrics(registry) },
    ledger,
    partitionsLeftMs: () => readPartitionsLeft(postgres),
    redis: followers.redis,
    countJobs: () => followers.countJobs(),
    token: config.METRICS_TOKEN,
    isProduction: config.NODE_ENV === 'production',
    render,
  });
  const closers = [
    { name: 'recheck', close: () => recheck.close() },
    { name: 'alarm', close: () => alarm.close() },
    { name: 'webhooks', close: () => webhookQueue.close() },
    { name: 'followers', close: () => followers.close() },
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
    ...followers,
    recheck,
    relay,
    exposition,
    closers,
  };
}

/** The only place that knows where the queues are. */
function follow(config: CoreConfig, options: Omit<PostgresFollowersOptions, 'url'>): Followers {
  return config.REDIS_URL === withoutRedis
    ? followInPostgres({ ...options, url: directUrlOf(config) })
    : followInRedis({ ...options, url: config.REDIS_URL, alarmShards: config.ALARM_SHARDS });
}
