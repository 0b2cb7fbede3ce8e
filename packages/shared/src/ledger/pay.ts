import { orderIdToUuid } from '../order/order-id.ts';
import type { Decided, NotFound, Payment, PayOutcome } from '../order/order.ts';
import type { Postgres } from '../platform/postgres.ts';
import { asRecordset } from '../platform/recordset.ts';
import { isOwn, lockAsked, currentOrders } from './lock.ts';
import { recordEvents } from './record-events.ts';
import { orderColumns, toOrder, type OrderRow } from './row.ts';

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
const statement = `
with asked as (
  select * from json_to_recordset($1) as a(ord int, id uuid, reference text, amount bigint, owner text)
), ${lockAsked}, winner as (
  select distinct on (asked.id) asked.id, asked.ord, asked.reference
  from asked join locked using (id)
  where ${isOwn('locked')} and locked.status = 'pending' and locked.expires_at > now()
    and (asked.amount is null or asked.amount = locked.amount)
  order by asked.id, asked.ord
), money as (
  select distinct on (asked.id, asked.reference)
    asked.id as order_id, asked.ord, asked.reference, coalesce(asked.amount, locked.amount) as amount,
    case
      when asked.ord = winner.ord then 'accepted'
      when locked.status = 'paid' or asked.ord > winner.ord then 'duplicate'
      else 'late'
    end as outcome
  from asked join locked using (id) left join winner using (id)
  where ${isOwn('locked')}
    -- Payments before the winner have the wrong amount: they are refused and change nothing.
    and (locked.status <> 'pending' or locked.expires_at <= now() or asked.ord >= winner.ord)
    and (asked.ord = winner.ord
         or asked.reference is distinct from coalesce(locked.payment_reference, winner.reference)
            and asked.reference is not null)
  order by asked.id, asked.reference, asked.ord
), recorded as (
  insert into payments (order_id, reference, amount, outcome, recorded_at)
  select order_id, reference, amount, outcome, date_trunc('milliseconds', now())
  from money order by ord
  on conflict (order_id, reference) do nothing
  returning *
), refunds as (
  select recorded.*, row_number() over (partition by order_id order by money.ord)::int as position
  from recorded join money using (order_id, reference)
  where recorded.outcome <> 'accepted'
), changes as (
  select locked.id, winner.ord is not null as is_paid, winner.reference,
         (select count(*)::int from refunds where refunds.order_id = locked.id) as refunds
  from locked left join winner using (id)
), changed as (
  update orders
  set status = case when is_paid then 'paid' else orders.status end,
      paid_at = case when is_paid then date_trunc('milliseconds', now()) else orders.paid_at end,
      remind_at = case when is_paid then null else orders.remind_at end,
      payment_reference = case when is_paid then changes.reference else orders.payment_reference end,
      version = orders.version + is_paid::int + refunds
  from changes
  where orders.id = changes.id and (is_paid or refunds > 0)
  returning orders.*
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
    when current.id is null or not ${isOwn('current')} then 'not_found'
    when asked.ord = winner.ord and changed.id is not null then 'paid'
    when locked.status = 'cancelled' and locked.cancel_reason = 'expired' then 'order_expired'
    when locked.status = 'cancelled' then 'order_cancelled'
    when locked.status = 'pending' and locked.expires_at <= now() then 'order_expired'
    when locked.status = 'pending' and (winner.ord is null or asked.ord < winner.ord) then 'amount_mismatch'
    when asked.reference is null or asked.reference = current.payment_reference then 'already_paid'
    else 'order_already_paid'
  end as outcome,
  ${orderColumns('current')}
from asked
left join locked using (id)
left join winner using (id)
left join changed using (id)
left join current using (id)
order by asked.ord`;

/** Decides a set of payments by the database's clock. @returns one verdict per command, in the order given */
export async function payOrders(postgres: Postgres, commands: readonly PayCommand[]): Promise<PayVerdict[]> {
  const rows = await postgres.query<OrderRow & { outcome: PayVerdict['outcome'] }>(statement, [
    asRecordset(
      commands.map(({ id, paymentReference, amount, owner }) => ({
        id: orderIdToUuid(id),
        reference: paymentReference,
        amount,
        owner,
      })),
    ),
  ]);
  return rows.map((row) =>
    row.outcome === 'not_found' ? { outcome: row.outcome } : { outcome: row.outcome, order: toOrder(row) },
  );
}
