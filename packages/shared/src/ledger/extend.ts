import { orderIdToUuid } from '../order/order-id.ts';
import { maxWindowSeconds, type ExtendOutcome, type Decided, type NotFound } from '../order/order.ts';
import type { Queries } from '../platform/postgres.ts';
import { currentOrders, forHeldRows, isHeld, lockAsked, type HeldRows } from './lock.ts';
import { recordEvents } from './record-events.ts';
import { orderColumns, toVerdict, type VerdictRow } from './row.ts';
import type { Held } from './held.ts';

export interface ExtendCommand {
  id: string;
  /** Added to the deadline; at least 1. */
  seconds: number;
}

export type ExtendVerdict = Decided<ExtendOutcome> | NotFound;

/*
 * The reminder moves with the deadline unless it was sent. An order whose window was too short for a reminder gets
 * one once its window is at least twice the lead.
 */
const statements = forHeldRows(
  (heldRows) => `
with asked as (
  select $1::uuid as id, make_interval(secs => $2) as more
), ${lockAsked(heldRows)}, changed as (
  update orders
  set expires_at = orders.expires_at + more, version = orders.version + 1,
      remind_at = case
        when extract(epoch from orders.expires_at + more - orders.created_at) < 2 * $3::int then null
        when exists (
          select from order_events where order_id = orders.id and type = 'order.expiring'
        ) then null
        else orders.expires_at + more - make_interval(secs => $3)
      end
  from decided, asked
  where orders.id = decided.id and decided.status = 'pending' and decided.expires_at > decided.at
    and decided.expires_at + more <= decided.created_at + make_interval(secs => ${maxWindowSeconds})
  returning orders.*, decided.at
), ${recordEvents(`
  select id, version, 'order.extended',
         jsonb_build_object('seconds', $2::int, 'expiresAt', rfc3339(expires_at)),
         at
  from changed`)}, ${currentOrders}
select
  case
    when ${isHeld} then 'held'
    when current.id is null then 'not_found'
    when changed.id is not null then 'extended'
    when current.status = 'paid' then 'order_already_paid'
    when current.cancel_reason = 'expired' then 'order_expired'
    when current.status = 'cancelled' then 'order_cancelled'
    when current.expires_at <= current.at then 'order_expired'
    else 'extension_too_long'
  end as outcome,
  ${orderColumns('current', 'current.at')}
from asked
left join changed using (id)
left join current using (id)`,
);

/**
 * Moves the deadline of a pending order, before that deadline. One order per statement: extensions are rare.
 *
 * @param reminderLeadSeconds time between the reminder and the deadline
 */
export async function extendOrder(
  postgres: Queries,
  command: ExtendCommand,
  reminderLeadSeconds: number,
  heldRows: HeldRows = 'skip',
): Promise<ExtendVerdict | Held> {
  const values = [orderIdToUuid(command.id), command.seconds, reminderLeadSeconds];
  const [row] = await postgres.query<VerdictRow<ExtendOutcome>>(statements[heldRows], values);
  return row ? toVerdict(row) : { outcome: 'not_found' };
}
