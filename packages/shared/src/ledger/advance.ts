import type { Actor } from '../order/actor.ts';
import type { AdvanceOutcome } from '../order/change.ts';
import { orderIdToUuid } from '../order/order-id.ts';
import type { Decided, NotFound } from '../order/order.ts';
import type { Queries } from '../platform/postgres.ts';
import { eventParameters } from './actor-row.ts';
import { currentOrders, forHeldRows, lockAsked, type HeldRows } from './lock.ts';
import { recordEvents } from './record-events.ts';
import { payBy, toVerdict, type VerdictRow } from './row.ts';
import { isOrder } from './span.ts';
import { verdictOf } from './verdict.ts';
import type { Held } from './held.ts';

export interface AdvanceCommand {
  id: string;
  actor: Actor;
  /** How much nearer everything comes that is still to come; at least 1. */
  seconds: number;
}

export type Advanced = Decided<'advanced'>;
export type AdvanceVerdict = Decided<AdvanceOutcome> | NotFound;

const isNear = isOrder('$1');

/** SQL: the instant, as much nearer as was asked, but after the order was placed. Null stays null. */
const nearer = (instant: string) =>
  `case when ${instant} is not null then greatest(${instant} - less, earliest) end`;

const statements = forHeldRows(
  (heldRows) => `
with asked as (
  select $1::uuid as id, make_interval(secs => $2) as less
), ${lockAsked(heldRows, isNear)}, advanced as (
  select decided.*, less, created_at + interval '1 millisecond' as earliest from decided join asked using (id)
  where status = 'pending' and expires_at > at
), nearer as (
  update payment_attempts set hold_until = ${nearer('payment_attempts.hold_until')}
  from advanced
  where order_id = advanced.id and payment_attempts.status = 'open'
    and order_id = any (array(select id from advanced))
), changed as (
  update orders
  set expires_at = ${nearer('orders.expires_at')},
      pay_by = nullif(${nearer(payBy('orders'))}, ${nearer('orders.expires_at')}),
      paying_until = ${nearer('orders.paying_until')},
      remind_at = ${nearer('orders.remind_at')},
      version = orders.version + 1
  from advanced
  where orders.id = advanced.id and ${isNear('orders.id')}
  returning orders.*, advanced.at
), ${recordEvents(`
  select id, version, 'order.advanced', jsonb_build_object('seconds', $2::int, 'expiresAt', rfc3339(expires_at)), at,
         $3::text, $4::text, $5::text
  from changed`)}, ${currentOrders}
${verdictOf('advanced')}`,
);

/**
 * Brings deadline, holds and reminder of a pending order nearer, as if so much time had passed since it was placed. For
 * trying things out: nobody has to wait. One order per statement.
 */
export async function advanceOrder(
  postgres: Queries,
  { id, actor, seconds }: AdvanceCommand,
  heldRows: HeldRows = 'skip',
): Promise<AdvanceVerdict | Held> {
  const values = [orderIdToUuid(id), seconds, ...eventParameters(actor)];
  const [row] = await postgres.query<VerdictRow<AdvanceOutcome>>(statements[heldRows], values, {
    prepare: true,
  });
  return row ? toVerdict(row) : { outcome: 'not_found' };
}
