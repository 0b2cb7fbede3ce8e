import { orderIdFromUuid } from '../order/order-id.ts';
import type { Postgres } from '../platform/postgres.ts';
import { bySystem } from './actor-row.ts';
import { decidingAt } from './lock.ts';
import { recordEvents } from './record-events.ts';

/* Skips locked rows: another command is deciding those, and the next run sees the result. */
const statement = `
with due as materialized (
  select * from lock_orders_to_remind($1)
), ${decidingAt('due')}, changed as (
  update orders set remind_at = null, version = orders.version + 1
  from decided
  where orders.id = decided.id and orders.version = decided.version and decided.expires_at > decided.at
  returning orders.*, decided.at
), ${recordEvents(`
  select id, version, 'order.expiring', jsonb_build_object('expiresAt', rfc3339(expires_at)),
         at, ${bySystem('reminder')}, null
  from changed`)}
select id from changed`;

/** Writes up to `limit` due reminders, one per order. @returns the orders' ids; fewer than `limit`: no more are due */
export async function remindOrders(postgres: Postgres, limit: number): Promise<string[]> {
  const rows = await postgres.query<{ id: string }>(statement, [limit]);
  return rows.map(({ id }) => orderIdFromUuid(id));
}
