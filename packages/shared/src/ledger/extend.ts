import { orderIdToUuid } from '../order/order-id.ts';
import { maxWindowSeconds, type ExtendOutcome, type Decided, type NotFound } from '../order/order.ts';
import type { Postgres } from '../platform/postgres.ts';
import { lockAsked, currentOrders } from './lock.ts';
import { recordEvents } from './record-events.ts';
import { orderColumns, toOrder, type OrderRow } from './row.ts';

export interface ExtendCommand {
  id: string;
  /** Added to the deadline; at least 1. */
  seconds: number;
}

export type ExtendVerdict = Decided<ExtendOutcome> | NotFound;

/*
 * The reminder moves with the deadline unless it was sent. An order whose window was too short for a reminder gets
 * one once its window is at least twice the lead.
 *
 * Events written while the statement waited for the lock are not in its snapshot. If there are any and the order has
 * no reminder to come, one may have been sent, so none is scheduled.
 */
const statement = `
with asked as (
  select $1::uuid as id, make_interval(secs => $2) as more
), seen as materialized (
  select id, version from orders where id in (select id from asked)
), ${lockAsked}, changed as (
  update orders
  set expires_at = orders.expires_at + more, version = orders.version + 1,
      remind_at = case
        when extract(epoch from orders.expires_at + more - orders.created_at) < 2 * $3::int then null
        when locked.remind_at is null and (locked.version <> seen.version or exists (
          select from order_events where order_id = orders.id and type = 'order.expiring'
        )) then null
        else orders.expires_at + more - make_interval(secs => $3)
      end
  from locked join seen using (id), asked
  where orders.id = locked.id and locked.status = 'pending' and locked.expires_at > now()
    and locked.expires_at + more <= locked.created_at + make_interval(secs => ${maxWindowSeconds})
  returning orders.*
), ${recordEvents(`
  select id, version, 'order.extended',
         jsonb_build_object('seconds', $2::int, 'expiresAt', rfc3339(expires_at)),
         date_trunc('milliseconds', now())
  from changed`)}, ${currentOrders}
select
  case
    when current.id is null then 'not_found'
    when changed.id is not null then 'extended'
    when current.status = 'paid' then 'order_already_paid'
    when current.cancel_reason = 'expired' then 'order_expired'
    when current.status = 'cancelled' then 'order_cancelled'
    when current.expires_at <= now() then 'order_expired'
    else 'extension_too_long'
  end as outcome,
  ${orderColumns('current')}
from asked
left join changed using (id)
left join current using (id)`;

/**
 * Moves the deadline of a pending order, before that deadline. One order per statement: extensions are rare.
 *
 * @param reminderLeadSeconds time between the reminder and the deadline
 */
export async function extendOrder(
  postgres: Postgres,
  command: ExtendCommand,
  reminderLeadSeconds: number,
): Promise<ExtendVerdict> {
  const values = [orderIdToUuid(command.id), command.seconds, reminderLeadSeconds];
  const [row] = await postgres.query<OrderRow & { outcome: ExtendVerdict['outcome'] }>(statement, values);
  if (!row || row.outcome === 'not_found') return { outcome: 'not_found' };
  return { outcome: row.outcome, order: toOrder(row) };
}
