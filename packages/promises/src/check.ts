import type { Redis } from '@order-countdown/shared/redis/connection';
import type { AlarmLayout } from '@order-countdown/shared/redis/layout';
import type { Client } from 'pg';
import { orderIdFromUuid } from '@order-countdown/shared/order/order-id';
import { ledgerPromises } from './ledger.ts';
import { followingInPostgres } from './queues-in-postgres.ts';
import {
  findTracesOfFinalOrders,
  findUnsetOrders,
  followingIn,
  noTraceOfFinalOrders,
  pendingOrdersAreSet,
} from './redis.ts';

/** An order that breaks a promise, and how. */
export interface Break {
  /** The name of the promise. */
  promise: string;
  orderId: string;
  detail: string;
}

/** What each promise says, by its name. */
export const promises: Readonly<Record<string, string>> = {
  ...Object.fromEntries(ledgerPromises.map(({ name, promise }) => [name, promise])),
  [noTraceOfFinalOrders]:
    'Redis holds no alarm or countdown key of a final order, five seconds after it ended.',
  [pendingOrdersAreSet]:
    'Every pending order has its alarm and its countdown key, five seconds after it was placed.',
};

export interface CheckOptions {
  postgres: Client;
  /** `none`: Postgres holds the queues. Left out: only the promises that the ledger can prove are checked. */
  redis?: Redis | 'none';
  /** Where Redis has alarms. Default: in one queue. */
  layout?: AlarmLayout;
  /** The workers' `SWEEP_INTERVAL_MS`. */
  sweepIntervalMs: number;
}

/** Checks every promise on the whole data. @returns all breaks; none: all promises hold */
export async function checkPromises({
  postgres,
  redis,
  layout,
  sweepIntervalMs,
}: CheckOptions): Promise<Break[]> {
  const breaks: Break[] = [];
  for (const { name, broken } of ledgerPromises) {
    const values = broken.includes('$1') ? [sweepIntervalMs] : [];
    const { rows } = await postgres.query<{ order_id: string; detail: string }>(broken, values);
    for (const { order_id: uuid, detail } of rows) {
      breaks.push({ promise: name, orderId: orderIdFromUuid(uuid), detail });
    }
  }
  if (redis) {
    const following = redis === 'none' ? followingInPostgres(postgres) : followingIn(redis, layout);
    breaks.push(...(await findTracesOfFinalOrders(postgres, following)));
    breaks.push(...(await findUnsetOrders(postgres, following)));
  }
  return breaks;
}
