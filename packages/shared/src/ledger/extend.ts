import type { Actor } from '../order/actor.ts';
import { orderIdToUuid } from '../order/order-id.ts';
import { maxWindowSeconds, type ExtendOutcome, type Decided, type NotFound } from '../order/order.ts';
import type { Queries } from '../platform/postgres.ts';
import { eventParameters } from './actor-row.ts';
import { currentOrders, forHeldRows, lockAsked, type HeldRows } from './lock.ts';
import { recordEvents } from './record-events.ts';
import { payBy, toVerdict, type VerdictRow } from './row.ts';
import { isOrder } from './span.ts';
import { verdictOf } from './verdict.ts';
import type { Held } from './held.ts';

export interface ExtendCommand {
  id: string;
  actor: Actor;
  /** Added to the deadline; at least 1. */
  seconds: number;
}

export type Extended = Decided<'extended'>;
export type ExtendVerdict = Decided<ExtendOutcome> | NotFound;

const isNear = isOrder('$1');

/*
 * What moves is the order's own deadline. The one that decides moves with it, unless the hold of a payment attempt ends
 * later still.
 *
 * The reminder moves with the order's own deadline unless it was sent. An order whose window was too short for a reminder
 * gets one once its window is at least twice the lead.
 */
const statements = forHeldRows(
  (heldRows) => `
with asked as (
  select $1::uuid as id, make_interval(secs => $2) as more
), ${lockAsked(heldRows, isNear)}, extended as (
  select decided.*, ${payBy('decided')} + more as new_pay_by from decided, asked
), changed as (
  update orders
  set expires_at = greatest(orders.expires_at, new_pay_by),
      pay_by = nullif(new_pay_by, greatest(orders.expires_at, new_pay_by)),
      version = orders.version + 1,
      remind_at = case
        when extract(epoch from new_pay_by - orders.created_at) < 2 * $3::int then null
        when exists (
          select from order_events where order_id = orders.id and ${isNear('order_id')} and type = 'order.expiring'
        ) then null
        else new_pay_by - make_interval(secs => $3)
      end
  from extended
  where orders.id = extended.id and ${isNear('orders.id')} and extended.status = 'pending' and extended.expires_at > extended.at
    and new_pay_by <= extended.created_at + make_interval(secs => ${maxWindowSeconds})
  returning orders.*, extended.at
), ${recordEvents(`
  select id, version, 'order.extended',
         jsonb_build_object('seconds', $2::int, 'expiresAt', rfc3339(expires_at), 'payBy', rfc3339(${payBy('changed')})),
         at, $4::text, $5::text, $6::text
  from changed`)}, ${currentOrders}
${verdictOf('extended', `else 'extension_too_long'`)}`,
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
  const { id, seconds, actor } = command;
  const values = [orderIdToUuid(id), seconds, reminderLeadSeconds, ...eventParameters(actor)];
  const [row] = await postgres.query<VerdictRow<ExtendOutcome>>(statements[heldRows], values, {
    prepare: true,
  });
  return row ? toVerdict(row) : { outcome: 'not_found' };
}
