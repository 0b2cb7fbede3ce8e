import type { Actor } from '../order/actor.ts';
import { refundIdToUuid, type Refund, type RefundOutcome } from '../order/refund.ts';
import type { Postgres } from '../platform/postgres.ts';
import { eventParameters } from './actor-row.ts';
import type { Held } from './held.ts';
import { currentOrders, forHeldRows, isHeld, lockAsked, type HeldRows } from './lock.ts';
import { recordEvents } from './record-events.ts';
import { refundColumns, toRefund, type RefundRow } from './refund-row.ts';
import { anywhere } from './span.ts';
import { refundReason } from './refused-payments.ts';

export interface RefundCommand {
  /** The refund's. */
  id: string;
  actor: Actor;
  /** The payment provider's id of the refund; null: none is named. */
  refundReference: string | null;
}

export type RefundVerdict = { outcome: RefundOutcome; refund: Refund } | { outcome: 'not_found' };

/*
 * The order's row is locked before the payment's, as in every statement on both. The payment is read once it is locked:
 * adding a reference writes no event, so the version of the order does not tell whether it changed meanwhile. From then on no step
 * may choose partitions by an id that the statement comes across, hence the array: see `lock_orders`.
 */
const statements = forHeldRows(
  (heldRows) => `
with asked as (
  select order_id as id, refund_id from payments where refund_id = $1
), ${lockAsked(heldRows, anywhere)}, money as materialized (
  select payments.* from payments
  where refund_id = $1 and order_id in (select id from decided)
  for update
), verdict as materialized (
  select money.order_id, money.refund_id,
    case
      when refunded_at is null then 'refunded'
      when $2::text is null or $2 = refund_reference then 'already_refunded'
      when refund_reference is null then 'reference_added'
      else 'refund_already_recorded'
    end as outcome
  from money
), recorded as (
  update payments
  set refunded_at = coalesce(payments.refunded_at, decided.at), refund_reference = $2
  from verdict join decided on decided.id = verdict.order_id
  where payments.refund_id = $1 and verdict.outcome in ('refunded', 'reference_added')
  returning payments.*
), changed as (
  update orders
  set refund_due_amount = orders.refund_due_amount - recorded.amount, version = orders.version + 1
  from recorded, decided
  where orders.id = any (array(select order_id from verdict where outcome = 'refunded'))
  returning orders.*, decided.at
), ${recordEvents(`
  select changed.id, changed.version, 'payment.refunded',
         jsonb_build_object('refundId', type_id('rfd', refund_id), 'amount', recorded.amount,
                            'currency', changed.currency, 'reason', ${refundReason('recorded.outcome')},
                            'paymentReference', recorded.reference, 'refundReference', recorded.refund_reference),
         changed.at, $3::text, $4::text, $5::text
  from changed join recorded on recorded.order_id = changed.id`)}, ${currentOrders}, result as (
  select * from recorded
  union all
  select * from money where not exists (select from recorded)
)
select case when ${isHeld} then 'held' else verdict.outcome end as verdict, ${refundColumns('result', 'current')}
from asked
left join current using (id)
left join verdict on true
left join result on true`,
);

type Row = RefundRow & { verdict: RefundOutcome | 'held' };

/** Records that a refund was made. One per statement: refunds are rare. */
export async function recordRefund(
  postgres: Postgres,
  { id, actor, refundReference }: RefundCommand,
  heldRows: HeldRows = 'skip',
): Promise<RefundVerdict | Held> {
  const [row] = await postgres.query<Row>(statements[heldRows], [
    refundIdToUuid(id),
    refundReference,
    ...eventParameters(actor),
  ]);
  if (!row) return { outcome: 'not_found' };
  if (row.verdict === 'held') return { outcome: 'held' };
  return { outcome: row.verdict, refund: toRefund(row) };
}
