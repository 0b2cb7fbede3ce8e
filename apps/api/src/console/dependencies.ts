import type { AuditLog } from '@order-countdown/shared/audit/log';
import type { Ledger } from '@order-countdown/shared/ledger/ledger';
import type { Recheck } from '@order-countdown/shared/orders/recheck';
import type { Alarm } from '@order-countdown/shared/redis/alarm';
import type { Connection } from '@order-countdown/shared/redis/answering';
import type { Redis } from '@order-countdown/shared/redis/connection';
import type { QueueCount } from '@order-countdown/shared/redis/queue-counts';
import type { Shards } from '@order-countdown/shared/redis/shards';
import type { Countdown } from '@order-countdown/shared/redis/countdown';
import type { OrderDependencies } from '../orders/dependencies.ts';
import type { WebhookDependencies } from '../webhooks/dependencies.ts';

/** What the routes of the console depend on. */
export interface ConsoleDependencies extends OrderDependencies, WebhookDependencies {
  ledger: Pick<Ledger, 'read' | 'overdue' | 'refunds' | 'moment' | 'console'>;
  alarm: Pick<Alarm, 'rearm' | 'dueTimes' | 'state' | 'count'>;
  countdown: Pick<Countdown, 'set' | 'read' | 'isKept'>;
  recheck: Pick<Recheck, 'add'>;
  connection: Connection;
  shards: Pick<Shards, 'of'>;
  /** Null: the service is run without it. */
  redis: Redis | null;
  queueNames: readonly string[];
  countJobs: () => Promise<QueueCount[]>;
  auditLog: Pick<AuditLog, 'read'>;
}
