import { orderIdFromUuid } from '../order/order-id.ts';
import type { Postgres } from '../platform/postgres.ts';
import { recordEvents } from './record-events.ts';

/* Skips locked rows: another command is deciding those, and the next run sees the result. */
const statement = `
with due as materialized (
  select id, expires_at from orders
  where status = 'pending' and remind_at <= now() and expires_at > now()
  order by remind_at
  limit $1
  for update skip locked
), instant as materialized (
  select date_trunc('milliseconds', clock_timestamp()) as at from (select count(*) from due) as all_locked
), changed as (
  update orders set remind_at = null, version = orders.version + 1
  from due, instant
  where orders.id = due.id and due.expires_at > at
  returning orders.*
), ${recordEvents(`
  select id, version, 'order.expiring', jsonb_build_object('expiresAt', rfc3339(expires_at)),
         at
  from changed, instant`)}
select id from changed`;

/** Writes up to `limit` due reminders, one per order. @returns the orders' ids; fewer than `limit`: no more are due */
export async function remindOrders(postgres: Postgres, limit: number): Promise<string[]> {
  const rows = await postgres.query<{ id: string }>(statement, [limit]);
  return rows.map(({ id }) => orderIdFromUuid(id));
}
