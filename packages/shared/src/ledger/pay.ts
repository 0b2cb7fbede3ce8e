import { orderIdToUuid } from '../order/order-id.ts';
import type { Decided, NotFound, Payment, PayOutcome } from '../order/order.ts';
import type { Postgres } from '../platform/postgres.ts';
import { asRecordset } from '../platform/recordset.ts';
import { currentOrders, forHeldRows, isHeld, isOwn, lockAsked, type HeldRows } from './lock.ts';
import { recordEvents } from './record-events.ts';
import { orderColumns, toVerdict, type VerdictRow } from './row.ts';
import type { Held } from './held.ts';

export interface PayCommand extends Payment {
  id: string;
  /** The customer who must own the order; null or omitted: any. */
  owner?: string | null;
}

export type PayVerdict = Decided<PayOutcome> | NotFound;

/*
 * The first acceptable payment of each order wins. Every other payment in the set is answered as if it had
 * arrived alone, just before or just after the winner.
 *
 * A payment that has a reference and can't be kept is recorded, and its refund is requested: once per
 * reference, which the unique constraint on `payments` enforces.
 */
const statements = forHeldRows(
  (heldRows) => `
with asked as (
  select * from json_to_recordset($1) as a(ord int, id uuid, reference text, amount bigint, owner text)
), ${lockAsked(heldRows)}, winner as (
  select distinct on (asked.id) asked.id, asked.ord, asked.reference
  from asked join decided using (id)
  where ${isOwn('decided')} and decided.status = 'pending' and decided.expires_at > decided.at
    and (asked.amount is null or asked.amount = decided.amount)
  order by asked.id, asked.ord
), money as (
  select distinct on (asked.id, asked.reference)
    asked.id as order_id, asked.ord, asked.reference, coalesce(asked.amount, decided.amount) as amount, decided.at,
    case
      when asked.ord = winner.ord then 'accepted'
      when decided.status = 'paid' or asked.ord > winner.ord then 'duplicate'
      else 'late'
    end as outcome
  from asked join decided using (id) left join winner using (id)
  where ${isOwn('decided')}
    -- Payments before the winner have the wrong amount: they are refused and change nothing.
    and (decided.status <> 'pending' or decided.expires_at <= decided.at or asked.ord >= winner.ord)
    and (asked.ord = winner.ord
         or asked.reference is distinct from coalesce(decided.payment_reference, winner.reference)
            and asked.reference is not null)
  order by asked.id, asked.reference, asked.ord
), recorded as (
  insert into payments (order_id, reference, amount, outcome, recorded_at)
  select order_id, reference, amount, outcome, at
  from money order by ord
  on conflict (order_id, reference) do nothing
  returning *
), refunds as (
  select recorded.*, row_number() over (partition by order_id order by money.ord)::int as position
  from recorded join money using (order_id, reference)
  where recorded.outcome <> 'accepted'
), changes as (
  select decided.id, decided.at, winner.ord is not null as is_paid, winner.reference,
         (select count(*)::int from refunds where refunds.order_id = decided.id) as refunds
  from decided left join winner using (id)
), changed as (
  update orders
  set status = case when is_paid then 'paid' else orders.status end,
      paid_at = case when is_paid then changes.at else orders.paid_at end,
      remind_at = case when is_paid then null else orders.remind_at end,
      payment_reference = case when is_paid then changes.reference else orders.payment_reference end,
      version = orders.version + is_paid::int + refunds
  from changes
  where orders.id = changes.id and (is_paid or refunds > 0)
  returning orders.*, changes.at
), ${recordEvents(`
  select id, changed.version - refunds, 'order.paid',
         jsonb_build_object('amount', amount, 'currency', currency, 'paymentReference', payment_reference),
         paid_at
  from changed join changes using (id) where is_paid
  union all
  select changed.id, changed.version - changes.refunds + position, 'payment.refund_required',
         jsonb_build_object('amount', refunds.amount, 'currency', changed.currency, 'reason', refunds.outcome,
                            'paymentReference', refunds.reference),
         recorded_at
  from refunds join changed on changed.id = refunds.order_id join changes on changes.id = changed.id`)}, ${currentOrders}
select
  case
    when ${isHeld} then 'held'
    when current.id is null or not ${isOwn('current')} then 'not_found'
    when asked.ord = winner.ord and changed.id is not null then 'paid'
    when decided.status = 'cancelled' and decided.cancel_reason = 'expired' then 'order_expired'
    when decided.status = 'cancelled' then 'order_cancelled'
    when decided.status = 'pending' and decided.expires_at <= decided.at then 'order_expired'
    when decided.status = 'pending' and (winner.ord is null or asked.ord < winner.ord) then 'amount_mismatch'
    when asked.reference is null or asked.reference = current.payment_reference then 'already_paid'
    else 'order_already_paid'
  end as outcome,
  ${orderColumns('current', 'current.at')}
from asked
left join decided using (id)
left join winner using (id)
left join changed using (id)
left join current using (id)
order by asked.ord`,
);

/** Decides a set of payments by the database's clock. @returns one verdict per command, in the order given */
export async function payOrders(
  postgres: Postgres,
  commands: readonly PayCommand[],
  heldRows: HeldRows = 'skip',
): Promise<(PayVerdict | Held)[]> {
  const rows = await postgres.query<VerdictRow<PayOutcome>>(statements[heldRows], [
    asRecordset(
      commands.map(({ id, paymentReference, amount, owner }) => ({
        id: orderIdToUuid(id),
        reference: paymentReference,
        amount,
        owner,
      })),
    ),
  ]);
  return rows.map(toVerdict);
}
