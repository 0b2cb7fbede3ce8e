import type { AuditLog } from '@order-countdown/shared/audit/log';
import type { Ledger } from '@order-countdown/shared/ledger/ledger';
import type { Recheck } from '@order-countdown/shared/orders/recheck';
import type { Alarm } from '@order-countdown/shared/redis/alarm';
import type { Redis } from '@order-countdown/shared/redis/connection';
import type { AlarmLayout } from '@order-countdown/shared/redis/layout';
import type { QueuePlace } from '@order-countdown/shared/redis/queue-counts';
import type { Countdown } from '@order-countdown/shared/redis/countdown';
import type { OrderDependencies } from '../orders/dependencies.ts';
import type { WebhookDependencies } from '../webhooks/dependencies.ts';

/** What the routes of the console depend on. */
export interface ConsoleDependencies extends OrderDependencies, WebhookDependencies {
  ledger: Pick<Ledger, 'read' | 'overdue' | 'refunds' | 'moment' | 'console'>;
  alarm: Pick<Alarm, 'rearm' | 'dueTimes' | 'state' | 'count'>;
  countdown: Pick<Countdown, 'set' | 'read'>;
  recheck: Pick<Recheck, 'add'>;
  redis: Redis;
  layout: AlarmLayout;
  queuePlaces: readonly QueuePlace[];
  auditLog: Pick<AuditLog, 'read'>;
}
