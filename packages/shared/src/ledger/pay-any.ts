import { attemptIdToUuid } from '../order/attempt-id.ts';
import { orderIdToUuid } from '../order/order-id.ts';
import type { PayOutcome } from '../order/order.ts';
import type { Postgres } from '../platform/postgres.ts';
import { asRecordset } from '../platform/recordset.ts';
import { storedActor } from './actor-row.ts';
import { currentOrders, forHeldRows, isHeld, isOwn, lockAsked, mostly, type HeldRows } from './lock.ts';
import type { PayCommand, PayVerdict } from './pay.ts';
import { recordEvents } from './record-events.ts';
import { beyondLimit, refundReason } from './refused-payments.ts';
import { orderColumns, toVerdict, type VerdictRow } from './row.ts';
import { isInSpan, spanOf } from './span.ts';
import type { Held } from './held.ts';

/* A payment that names an attempt of another order, or of none, is refused before anything else. */
const strangeAttempts = `strange as materialized (
  select asked.ord
  from asked left join lateral (
    select true as is_known from payment_attempts
    where payment_attempts.order_id = asked.id and payment_attempts.id = asked.attempt_id limit 1
  ) as known on true
  where asked.attempt_id is not null and is_known is null
)`;

/* All other attempts of the order lapse with that, unwritten: see `attemptStatus`. */
const succeededAttempts = `succeeded as (
  update payment_attempts set status = 'succeeded', ended_at = winner.at
  from winner
  where payment_attempts.order_id = winner.id and payment_attempts.id = winner.attempt_id
    and payment_attempts.order_id = any (array(select id from winner where attempt_id is not null))
)`;

const isNear = isInSpan(2);

/*
 * The first acceptable payment of each order wins. Every other payment in the set is answered as if it had
 * arrived alone, just before or just after the winner.
 *
 * A payment that has a reference and can't be kept is recorded, and its refund is requested: once per
 * reference, which the unique constraint on `payments` enforces. From then on its reference can't pay any more.
 *
 * A customer can't make a history endless: past `max_refused` its payments are answered, but not recorded. Whether one of
 * another amount is recorded decides whether a later one with its reference wins, so those are counted first.
 */
const statements = forHeldRows(
  (heldRows) => `
with asked as (
  select * from json_to_recordset($1) as a(ord int, id uuid, reference text, amount bigint, owner text, max_refused int,
                                           attempt_id uuid, actor_kind text, actor_subject text, traceparent text)
), ${lockAsked(heldRows, isNear)}, ${strangeAttempts}, payable as (
  -- Only an order with a refused payment has any to look up.
  select asked.*, asked.amount is null or asked.amount = decided.amount as is_right, is_mismatched, decided.at
  from asked join decided using (id) left join lateral (
    select true as is_mismatched from payments
    where decided.refund_due_amount is not null and payments.order_id = decided.id
      and payments.reference = asked.reference and payments.outcome = 'mismatched' and ${isNear('payments.order_id')}
    limit 1
  ) as recorded_before on true
  where ${mostly(`${isOwn('decided')} and decided.status = 'pending' and decided.expires_at > decided.at`)}
    and asked.ord not in (select ord from strange)
), wrong as (
  select id as order_id, ord, reference, 'mismatched' as outcome, max_refused
  from payable where not is_right and reference is not null
), ${beyondLimit('wrong', isNear)}, mismatched as (
  select order_id as id, reference, min(ord) as since
  from wrong where ord not in (select ord from beyond_wrong)
  group by order_id, reference
), winner as (
  select distinct on (id) id, ord, reference, attempt_id, at, actor_kind, actor_subject, traceparent
  from payable left join mismatched using (id, reference)
  where ${mostly('is_right and is_mismatched is null and (since is null or ord < since)')}
  order by id, ord
), claims as (
  select asked.id as order_id, asked.ord, asked.reference, asked.max_refused, asked.actor_kind, asked.actor_subject,
         asked.traceparent,
         coalesce(asked.amount, decided.amount) as amount, decided.at,
    case
      when asked.ord = winner.ord then 'accepted'
      when decided.status = 'paid' or asked.ord > winner.ord then 'duplicate'
      when decided.status = 'pending' and decided.expires_at > decided.at then 'mismatched'
      else 'late'
    end as outcome
  from asked join decided using (id) left join winner using (id)
  where ${isOwn('decided')} and asked.ord not in (select ord from strange)
    and (asked.ord = winner.ord
         or asked.reference is not null
            and (asked.ord < winner.ord
                 or asked.reference is distinct from coalesce(decided.payment_reference, winner.reference)))
), ${beyondLimit('claims', isNear)}, money as (
  select distinct on (order_id, reference) * from claims
  where ord not in (select ord from beyond_claims)
  order by order_id, reference, ord
), unrecorded as materialized (
  -- A backend's payment with the same reference may have been recorded before.
  select beyond_claims.ord from beyond_claims left join money using (order_id, reference)
  where money.ord is null or money.ord > beyond_claims.ord
), recorded as (
  insert into payments (order_id, reference, amount, outcome, recorded_at, refund_id)
  select order_id, reference, amount, outcome, at, case when outcome <> 'accepted' then uuid_v7(at) end
  from money order by ord
  on conflict (order_id, reference) do nothing
  returning *
), refused as materialized (
  -- A step of its own: the planner expects one row, and would read all accepted payments once for each of them.
  select * from recorded where outcome <> 'accepted'
), refunds as (
  select refused.*, money.ord, money.actor_kind, money.actor_subject, money.traceparent,
         row_number() over (partition by order_id order by money.ord)::int as position
  from refused join money using (order_id, reference)
), changes as (
  select decided.id, decided.at, winner.ord, winner.ord is not null as is_paid, winner.reference, winner.actor_kind,
         winner.actor_subject, winner.traceparent, sums.*
  from decided left join winner using (id), lateral (
    select count(*)::int as refunds, count(*) filter (where refunds.ord < winner.ord)::int as refunds_before,
           sum(refunds.amount)::bigint as due
    from refunds where refunds.order_id = decided.id
  ) as sums
), changed as (
  update orders
  set status = case when is_paid then 'paid' else orders.status end,
      paid_at = case when is_paid then changes.at else orders.paid_at end,
      remind_at = case when is_paid then null else orders.remind_at end,
      payment_reference = case when is_paid then changes.reference else orders.payment_reference end,
      refund_due_amount = case
        when refunds > 0 then coalesce(orders.refund_due_amount, 0) + due else orders.refund_due_amount end,
      version = orders.version + is_paid::int + refunds
  from changes
  where orders.id = changes.id and ${isNear('orders.id')} and (is_paid or refunds > 0)
  returning orders.*, changes.at
), ${succeededAttempts}, ${recordEvents(`
  select id, changed.version - refunds + refunds_before, 'order.paid',
         jsonb_build_object('amount', amount, 'currency', currency, 'paymentReference', payment_reference),
         paid_at, changes.actor_kind, changes.actor_subject, changes.traceparent
  from changed join changes using (id) where is_paid
  union all
  select changed.id, changed.version - changes.refunds + position - coalesce(refunds.ord < changes.ord, false)::int,
         'payment.refund_required',
         jsonb_build_object('refundId', type_id('rfd', refunds.refund_id), 'amount', refunds.amount,
                            'currency', changed.currency, 'reason', ${refundReason('refunds.outcome')},
                            'paymentReference', refunds.reference),
         recorded_at, refunds.actor_kind, refunds.actor_subject, refunds.traceparent
  from refunds join changed on changed.id = refunds.order_id join changes on changes.id = changed.id`)}, ${currentOrders}
select
  case
    when ${isHeld} then 'held'
    when current.id is null or not ${isOwn('current')} then 'not_found'
    when asked.ord in (select ord from strange) then 'unknown_payment_attempt'
    when asked.ord = winner.ord and changed.id is not null then 'paid'
    when asked.ord in (select ord from unrecorded) then 'too_many_refused_payments'
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

/** Decides a set of payments of any kind by the database's clock. @returns one verdict per command, in the order given */
export async function payAny(
  postgres: Postgres,
  commands: readonly PayCommand[],
  heldRows: HeldRows,
): Promise<(PayVerdict | Held)[]> {
  const asked = commands.map(
    ({ id, actor, paymentReference, amount, owner = null, maxRefused = null, attemptId, traceparent }) => ({
      id: orderIdToUuid(id),
      reference: paymentReference,
      amount,
      owner,
      max_refused: owner === null ? null : maxRefused,
      attempt_id: attemptId ? attemptIdToUuid(attemptId) : null,
      traceparent,
      ...storedActor(actor),
    }),
  );
  const rows = await postgres.query<VerdictRow<PayOutcome>>(
    statements[heldRows],
    [asRecordset(asked), ...spanOf(asked.map(({ id }) => id))],
    {
      prepare: true,
    },
  );
  return rows.map(toVerdict);
}
